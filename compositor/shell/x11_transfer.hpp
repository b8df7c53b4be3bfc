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
///
/// There is no way to take a request back. Once nobody wants the data any more they are let run
/// out, so that the program is done with the property.
class X11Transfer {
public:
    struct Place {
        std::function<xcb_connection_t*()> connection; ///< null once the server has gone
        xcb_window_t window;    ///< whose changes of properties the connection hears of
        xcb_atom_t property;    ///< of this transfer alone
        xcb_atom_t incremental; ///< "INCR"
    };

    /// Given up when nothing moves for @p limit ms. @p changed is called when closed() or over()
    /// has come true; it may destroy this.
    X11Transfer(wl_event_loop* loop, Place place, Fd out, int limit, std::function<void()> changed);

    /// The program has answered.
    [[nodiscard]] bool begun() const { return begun_; }

    /// The pipe has got all that it will get.
    [[nodiscard]] bool closed() const { return !out_; }

    /// It was closed before it had got all, and not by who reads it.
    [[nodiscard]] bool cut() const { return cut_; }

    /// The program will not write to the property any more.
    [[nodiscard]] bool over() const { return over_; }

    /// The program has answered; false: it does not have that.
    void answered(bool has);

    /// The property has a new value.
    void value_came();

    /// Closes the pipe.
    void give_up();

    /// The program is no more. What it has given in full is written all the same.
    void program_gone();

private:
    void read();
    void write_out();
    void value_done();
    void end();
    void make_room(xcb_connection_t* connection) const;
    void tell();

    wl_event_loop* loop_;
    Place place_;
    Fd out_;
    int limit_;
    std::function<void()> changed_;
    std::vector<std::byte> data_;
    std::size_t written_ = 0; ///< of data_
    bool begun_ = false;
    bool in_pieces_ = false;
    bool last_ = false;  ///< data_ is the end
    bool waits_ = false; ///< until the pipe takes more
    bool cut_ = false;
    bool over_ = false;
    LoopCallback writable_;
    LoopCallback timer_;
};

} // namespace exwm_vr::shell
