// SPDX-License-Identifier: MIT
#include "shell/x11_state.hpp"

#include <cstdlib>
#include <memory>
#include <span>
#include <string_view>

namespace exwm_vr::shell {
namespace {

struct Frees {
    void operator()(void* reply) const noexcept { std::free(reply); }
};

xcb_atom_t atom(xcb_connection_t* connection, std::string_view name) {
    const auto cookie =
        xcb_intern_atom(connection, 0, static_cast<std::uint16_t>(name.size()), name.data());
    const std::unique_ptr<xcb_intern_atom_reply_t, Frees> reply(
        xcb_intern_atom_reply(connection, cookie, nullptr)
    );
    return reply ? reply->atom : static_cast<xcb_atom_t>(XCB_ATOM_NONE);
}

} // namespace

X11StateReader::X11StateReader(xcb_connection_t* connection)
    : connection_(connection)
    , state_(atom(connection, "_NET_WM_STATE"))
    , fullscreen_(atom(connection, "_NET_WM_STATE_FULLSCREEN"))
    , modal_(atom(connection, "_NET_WM_STATE_MODAL")) {}

void X11StateReader::read_into(wlr_xwayland_surface& window) const {
    constexpr std::uint32_t most = 64; // of atoms; there are thirteen
    constexpr std::uint8_t atom_bits = 32;
    const auto cookie =
        xcb_get_property(connection_, 0, window.window_id, state_, XCB_ATOM_ATOM, 0, most);
    const std::unique_ptr<xcb_get_property_reply_t, Frees> reply(
        xcb_get_property_reply(connection_, cookie, nullptr)
    );
    if (!reply || reply->format != atom_bits) {
        return;
    }
    const std::span atoms(
        static_cast<const xcb_atom_t*>(xcb_get_property_value(reply.get())),
        static_cast<std::size_t>(xcb_get_property_value_length(reply.get())) / sizeof(xcb_atom_t)
    );
    for (const auto value : atoms) {
        window.fullscreen = window.fullscreen || value == fullscreen_;
        window.modal = window.modal || value == modal_;
    }
}

} // namespace exwm_vr::shell
