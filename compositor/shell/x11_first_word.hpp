// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/wlr.hpp"

#include <functional>

namespace exwm_vr::shell {

/// Says something to an X server before it takes in any program.
///
/// It takes them in once it has a window manager, and wlroots tells that its own has come up only
/// after that: a program that waited for the server would sometimes be served first. So what is to
/// be said is said where wlroots' window manager connects, in xcb_connect_to_fd(), which this
/// defines in the place of libxcb's.
class X11FirstWord {
public:
    using Say = std::function<void(xcb_connection_t*)>;

    /// @p say is called, once, when a connection over @p socket has been made; it must not throw.
    /// Of several that wait it is the newest's turn.
    X11FirstWord(int socket, Say say);
    X11FirstWord(const X11FirstWord&) = delete;
    X11FirstWord& operator=(const X11FirstWord&) = delete;
    ~X11FirstWord();

    /// A connection was made. Not for callers but for libxcb's function.
    static void connected(int socket, xcb_connection_t* connection);

private:
    int socket_;
    Say say_;
};

} // namespace exwm_vr::shell
