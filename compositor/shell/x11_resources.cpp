// SPDX-License-Identifier: MIT
#include "shell/x11_resources.hpp"

#include "base/x_resources.hpp"
#include "shell/x11_requests.hpp"

#include <cmath>
#include <string>
#include <utility>

namespace exwm_vr::shell {
namespace {

constexpr std::uint8_t byte_bits = 8;

void write(xcb_connection_t* connection, std::string text, double scale, int cursor_size) {
    constexpr int plain_dpi = 96;
    text = with_x_resource(text, "Xft.dpi", std::to_string(std::lround(plain_dpi * scale)));
    text = with_x_resource(text, "Xcursor.size", std::to_string(std::lround(cursor_size * scale)));
    xcb_change_property(
        connection,
        XCB_PROP_MODE_REPLACE,
        x11_root(connection),
        XCB_ATOM_RESOURCE_MANAGER,
        XCB_ATOM_STRING,
        byte_bits,
        static_cast<std::uint32_t>(text.size()),
        text.data()
    );
    xcb_flush(connection);
}

} // namespace

void tell_new_x11_server_scale(xcb_connection_t* connection, double scale, int cursor_size) {
    write(connection, {}, scale, cursor_size);
}

void tell_x11_scale(xcb_connection_t* connection, double scale, int cursor_size) {
    constexpr std::uint32_t most = 1U << 18; // in units of four bytes
    const auto asked = xcb_get_property(
        connection, 0, x11_root(connection), XCB_ATOM_RESOURCE_MANAGER, XCB_ATOM_STRING, 0, most
    );
    const X11Reply<xcb_get_property_reply_t> reply(
        xcb_get_property_reply(connection, asked, nullptr)
    );
    if (!reply || reply->bytes_after > 0) {
        return; // what cannot be read whole is not written anew
    }
    std::string text;
    if (reply->format == byte_bits) {
        text.assign(
            static_cast<const char*>(xcb_get_property_value(reply.get())),
            static_cast<std::size_t>(xcb_get_property_value_length(reply.get()))
        );
    }
    write(connection, std::move(text), scale, cursor_size);
}

} // namespace exwm_vr::shell
