// SPDX-License-Identifier: MIT
#include "shell/x11_requests.hpp"

#include <algorithm>
#include <iterator>

namespace exwm_vr::shell {

xcb_atom_t x11_atom(xcb_connection_t* connection, std::string_view name) {
    const auto cookie =
        xcb_intern_atom(connection, 0, static_cast<std::uint16_t>(name.size()), name.data());
    const X11Reply<xcb_intern_atom_reply_t> reply(
        xcb_intern_atom_reply(connection, cookie, nullptr)
    );
    return reply ? reply->atom : static_cast<xcb_atom_t>(XCB_ATOM_NONE);
}

std::vector<std::string>
x11_atom_names(xcb_connection_t* connection, std::span<const xcb_atom_t> atoms) {
    std::vector<xcb_get_atom_name_cookie_t> cookies;
    cookies.reserve(atoms.size());
    for (const auto atom : atoms) {
        cookies.push_back(xcb_get_atom_name(connection, atom));
    }
    std::vector<std::string> names;
    names.reserve(atoms.size());
    for (const auto cookie : cookies) {
        const X11Reply<xcb_get_atom_name_reply_t> reply(
            xcb_get_atom_name_reply(connection, cookie, nullptr)
        );
        names.emplace_back(
            reply ? std::string_view(
                        xcb_get_atom_name_name(reply.get()),
                        static_cast<std::size_t>(xcb_get_atom_name_name_length(reply.get()))
                    )
                  : std::string_view{}
        );
    }
    return names;
}

std::vector<xcb_atom_t> x11_atoms_in(
    xcb_connection_t* connection, xcb_window_t window, xcb_atom_t property, std::uint32_t most
) {
    constexpr std::uint8_t atom_bits = 32;
    const auto cookie = xcb_get_property(connection, 0, window, property, XCB_ATOM_ATOM, 0, most);
    const X11Reply<xcb_get_property_reply_t> reply(
        xcb_get_property_reply(connection, cookie, nullptr)
    );
    if (!reply || reply->format != atom_bits) {
        return {};
    }
    const std::span atoms(
        static_cast<const xcb_atom_t*>(xcb_get_property_value(reply.get())),
        static_cast<std::size_t>(xcb_get_property_value_length(reply.get())) / sizeof(xcb_atom_t)
    );
    return {atoms.begin(), atoms.end()};
}

xcb_window_t x11_root(xcb_connection_t* connection) {
    return xcb_setup_roots_iterator(xcb_get_setup(connection)).data->root;
}

void x11_tell(
    xcb_connection_t* connection,
    xcb_window_t window,
    xcb_atom_t type,
    const std::array<std::uint32_t, 5>& data
) {
    constexpr std::uint8_t word_bits = 32;
    xcb_client_message_event_t message{};
    message.response_type = XCB_CLIENT_MESSAGE;
    message.format = word_bits;
    message.window = window;
    message.type = type;
    std::ranges::copy(data, std::begin(message.data.data32));
    xcb_send_event(
        connection, 0, window, XCB_EVENT_MASK_NO_EVENT, reinterpret_cast<const char*>(&message)
    );
    xcb_flush(connection);
}

std::uint8_t x11_first_xfixes_event(xcb_connection_t* connection) {
    const auto* extension = xcb_get_extension_data(connection, &xcb_xfixes_id);
    return extension != nullptr && extension->present != 0 ? extension->first_event : 0;
}

} // namespace exwm_vr::shell
