// SPDX-License-Identifier: MIT
#include "ctl/wayland/virtual_keyboard_protocol.hpp"

#include <wayland-client-protocol.h>

#include <array>

namespace exwm_vr::ctl::virtual_keyboard_protocol {

namespace {

// libwayland wants, for each argument, the interface of an object or null for what is none.
std::array<const wl_interface*, 2> create_types{&wl_seat_interface, &keyboard_interface};
std::array<const wl_interface*, 4> plain_types{};

// Signatures: u is an unsigned number, h a file descriptor, o an object, n a new one.
const std::array manager_requests{
    wl_message{"create_virtual_keyboard", "on", create_types.data()},
};

const std::array keyboard_requests{
    wl_message{"keymap", "uhu", plain_types.data()},
    wl_message{"key", "uuu", plain_types.data()},
    wl_message{"modifiers", "uuuu", plain_types.data()},
    wl_message{"destroy", "", plain_types.data()},
};

} // namespace

const wl_interface manager_interface{
    .name = "zwp_virtual_keyboard_manager_v1",
    .version = 1,
    .method_count = manager_requests.size(),
    .methods = manager_requests.data(),
    .event_count = 0,
    .events = nullptr,
};

const wl_interface keyboard_interface{
    .name = "zwp_virtual_keyboard_v1",
    .version = 1,
    .method_count = keyboard_requests.size(),
    .methods = keyboard_requests.data(),
    .event_count = 0,
    .events = nullptr,
};

} // namespace exwm_vr::ctl::virtual_keyboard_protocol
