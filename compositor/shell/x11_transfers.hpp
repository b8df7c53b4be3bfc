// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "shell/x11_transfer.hpp"
#include "wlr/wlr.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::shell {

/// What Wayland clients ask of X11 programs that drag something: one request after the other, as
/// toolkits remember what they give in pieces by the window that they give it to.
///
/// A program may answer a request that was given up, and at any time. So each has a property of
/// its own, which the next one gets only when no answer to the last one can come any more.
class X11Transfers {
public:
    /// How long a program may take until it gives something, and a client until it reads, ms.
    static constexpr int patience = 10'000;

    struct Host {
        wl_event_loop* loop;
        std::function<xcb_connection_t*()> connection; ///< null once the server has gone
        xcb_window_t window;        ///< ours; the connection hears of changes of its properties
        xcb_atom_t selection;       ///< that is asked for
        xcb_atom_t incremental;     ///< "INCR"
        std::function<void()> cut;  ///< a client did not get all that it asked for
        std::function<void()> idle; ///< nobody waits for anything any more
        int limit = patience;       ///< ms
    };

    explicit X11Transfers(Host host);
    X11Transfers(const X11Transfers&) = delete;
    X11Transfers& operator=(const X11Transfers&) = delete;
    ~X11Transfers() = default;

    /// Asks @p program, which owns the selection, for @p type.
    void ask(xcb_window_t program, xcb_atom_t type, xcb_timestamp_t time, Fd out);

    [[nodiscard]] bool idle() const { return current_ == nullptr && waiting_.empty(); }

    void answered(const xcb_selection_notify_event_t& answer);
    void changed(const xcb_property_notify_event_t& change);

    /// A program, if any, has the selection now, also if it had it already. What has begun to come
    /// goes on.
    void owner_changed(xcb_window_t program);

    /// It has destroyed the window, or has ended.
    void program_gone(xcb_window_t program);

private:
    struct Request {
        xcb_window_t program = XCB_WINDOW_NONE;
        xcb_atom_t type = XCB_ATOM_NONE;
        xcb_timestamp_t time = XCB_CURRENT_TIME;
    };

    struct Waiting {
        Request request;
        Fd out;
    };

    /// A property, and what it was asked for last.
    struct Slot {
        xcb_atom_t property;
        Request request;
        std::unique_ptr<X11Transfer> transfer; ///< null: an answer can not come
    };

    void next();
    Slot* free_slot(xcb_connection_t* connection);
    void look_at(Slot& slot);

    Host host_;
    std::vector<std::unique_ptr<Slot>> slots_; ///< the oldest request first
    Slot* current_ = nullptr;                  ///< one that a client waits for
    std::deque<Waiting> waiting_;
};

} // namespace exwm_vr::shell
