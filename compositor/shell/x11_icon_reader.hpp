// SPDX-License-Identifier: MIT
#pragma once

#include "image/image.hpp"
#include "shell/x11_wake.hpp"
#include "wlr/event_source.hpp"
#include "wlr/wlr.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace exwm_vr::shell {

/// Reads the icons of X11 windows.
///
/// It never waits for the X server, which answers nobody but a program that has grabbed it, such
/// as one that lets its user pick a window: it has itself woken when the answer is there. One
/// window is read at a time, and what comes is paced: a program may change its icon without end,
/// and each may have megabytes.
class X11IconReader {
public:
    /// None: it has no icon, or not any more.
    using Came = std::function<void(xcb_window_t, std::vector<Image>)>;

    /// @p server runs; it and @p wake outlive this.
    X11IconReader(wl_event_loop* loop, wlr_xwayland& server, X11Wake& wake, Came came);
    X11IconReader(const X11IconReader&) = delete;
    X11IconReader& operator=(const X11IconReader&) = delete;
    ~X11IconReader();

    /// The window's icon is, or may be, another one.
    void changed(xcb_window_t window);

    void forget(xcb_window_t window);

    /// The wake has come.
    void woken();

private:
    struct Question {
        xcb_window_t window;
        xcb_get_property_cookie_t cookie;
    };

    void go_on();
    void wait(int milliseconds);

    wlr_xwayland& server_;
    X11Wake& wake_;
    Came came_;
    xcb_atom_t property_;
    std::deque<xcb_window_t> changed_; ///< without the one that is being asked for
    std::optional<Question> asked_;
    bool waits_ = false; ///< the timer runs
    LoopCallback timer_;
};

} // namespace exwm_vr::shell
