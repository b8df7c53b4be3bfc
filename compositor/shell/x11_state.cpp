// SPDX-License-Identifier: MIT
#include "shell/x11_state.hpp"

#include "shell/x11_requests.hpp"

namespace exwm_vr::shell {

X11StateReader::X11StateReader(xcb_connection_t* connection)
    : connection_(connection)
    , state_(x11_atom(connection, "_NET_WM_STATE"))
    , fullscreen_(x11_atom(connection, "_NET_WM_STATE_FULLSCREEN"))
    , modal_(x11_atom(connection, "_NET_WM_STATE_MODAL")) {}

void X11StateReader::read_into(wlr_xwayland_surface& window) const {
    constexpr std::uint32_t most = 64; // there are thirteen
    for (const auto value : x11_atoms_in(connection_, window.window_id, state_, most)) {
        window.fullscreen = window.fullscreen || value == fullscreen_;
        window.modal = window.modal || value == modal_;
    }
}

} // namespace exwm_vr::shell
