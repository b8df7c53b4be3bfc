// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/wlr.hpp"

namespace exwm_vr::shell {

/// Reads what a program wrote into _NET_WM_STATE before it mapped its window. wlroots overlooks
/// that where it was written before wlroots heard of the window, and then overwrites it.
class X11StateReader {
public:
    /// @p connection is the window manager's and outlives this.
    explicit X11StateReader(xcb_connection_t* connection);

    /// To be called when the window is about to be mapped. Waits for the X server's answer.
    void read_into(wlr_xwayland_surface& window) const;

private:
    xcb_connection_t* connection_;
    xcb_atom_t state_;
    xcb_atom_t fullscreen_;
    xcb_atom_t modal_;
};

} // namespace exwm_vr::shell
