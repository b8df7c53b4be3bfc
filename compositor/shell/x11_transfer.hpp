// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "wlr/event_source.hpp"
#include "wlr/wlr.hpp"

#include <functional>
#include <vector>

namespace exwm_vr::shell {

/// Data on its way out of an X11 program: it puts them into a property of a window of ours, in
/// pieces where they are many, and they go on into a pipe as fast as that is read (ICCCM 2.4 and
/// 2.7.2).
class X11Transfer {
public:
    struct Place {
        wlr_xwayland& server;
        xcb_window_t window; ///< whose changes of properties the connection hears of
        xcb_atom_t property;
        xcb_atom_t incremental; ///< "INCR"
    };

    /// @p ended is called when all is written, or when it never will be; it may destroy this.
    X11Transfer(wl_event_loop* loop, const Place& place, Fd out, std::function<void()> ended);

    /// Whether the program has answered.
    [[nodiscard]] bool begun() const { return begun_; }

    /// The program has answered; false: it does not have that.
    void answered(bool has);

    /// The property has a new value.
    void value_came();

private:
    void read();
    void write_out();
    void make_room(xcb_connection_t* connection) const;

    wl_event_loop* loop_;
    Place place_;
    Fd out_;
    std::function<void()> ended_;
    std::vector<std::byte> data_;
    std::size_t written_ = 0; ///< of data_
    bool begun_ = false;
    bool in_pieces_ = false;
    bool last_ = false;  ///< data_ is the end
    bool waits_ = false; ///< until the pipe takes more
    LoopCallback writable_;
};

} // namespace exwm_vr::shell
