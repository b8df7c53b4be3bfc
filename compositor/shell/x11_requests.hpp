// SPDX-License-Identifier: MIT
#pragma once

#include "base/owned.hpp"
#include "wlr/wlr.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::shell {

template <typename Reply>
using X11Reply = Owned<Reply, free>;

// Each of these waits for the X server's answer.

[[nodiscard]] xcb_atom_t x11_atom(xcb_connection_t* connection, std::string_view name);

/// In the order of @p atoms; empty where the server knows none.
[[nodiscard]] std::vector<std::string>
x11_atom_names(xcb_connection_t* connection, std::span<const xcb_atom_t> atoms);

/// Up to @p most atoms of a property; none when it is not there or of another type.
[[nodiscard]] std::vector<xcb_atom_t> x11_atoms_in(
    xcb_connection_t* connection, xcb_window_t window, xcb_atom_t property, std::uint32_t most
);

// These wait for nothing.

/// Marks events that a program has sent.
constexpr std::uint8_t x11_sent = 0x80;

[[nodiscard]] xcb_window_t x11_root(xcb_connection_t* connection);

/// Sends a client message to @p window.
void x11_tell(
    xcb_connection_t* connection,
    xcb_window_t window,
    xcb_atom_t type,
    const std::array<std::uint32_t, 5>& data
);

/// 0 where the server does not have XFIXES.
[[nodiscard]] std::uint8_t x11_first_xfixes_event(xcb_connection_t* connection);

} // namespace exwm_vr::shell
