// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/wlr.hpp"

namespace exwm_vr::shell {

/// Says in the X resources (those that xrdb shows) how large programs should draw: @p scale by
/// Xft.dpi, and Xcursor.size in px. For a server that has taken in nobody yet and has no resources:
/// programs read them once, when they start. Waits for nothing.
void tell_new_x11_server_scale(xcb_connection_t* connection, double scale, int cursor_size);

/// The same at any time. What else stands there stays. Waits for the X server's answer.
void tell_x11_scale(xcb_connection_t* connection, double scale, int cursor_size);

} // namespace exwm_vr::shell
