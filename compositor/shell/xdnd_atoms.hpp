// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/wlr.hpp"

#include <cstdint>

namespace exwm_vr::shell {

/// X11's words for drag and drop, XDND version 5, and for taking data out of a program.
struct XdndAtoms {
    /// Waits for the X server's answers.
    explicit XdndAtoms(xcb_connection_t* connection);

    /// A wl_data_device_manager's action; copy for those that Wayland has no word for.
    [[nodiscard]] std::uint32_t action_of(xcb_atom_t atom) const;
    /// None for none.
    [[nodiscard]] xcb_atom_t atom_of(std::uint32_t action) const;

    xcb_atom_t selection;
    xcb_atom_t aware;
    xcb_atom_t enter;
    xcb_atom_t position;
    xcb_atom_t status;
    xcb_atom_t leave;
    xcb_atom_t drop;
    xcb_atom_t finished;
    xcb_atom_t types;
    xcb_atom_t copy;
    xcb_atom_t move;
    xcb_atom_t ask;
    xcb_atom_t incremental;
};

} // namespace exwm_vr::shell
