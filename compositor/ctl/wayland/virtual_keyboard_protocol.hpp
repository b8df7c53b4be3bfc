// SPDX-License-Identifier: MIT
#pragma once

#include <wayland-util.h>

#include <cstdint>

/// The protocol virtual-keyboard-unstable-v1, described by hand: every wlroots compositor speaks
/// it, but no package that a distribution ships has its XML to generate this from. The names are
/// the protocol's own.
namespace exwm_vr::ctl::virtual_keyboard_protocol {

/// The global `zwp_virtual_keyboard_manager_v1`, version 1.
///
/// Request 0, create_virtual_keyboard(seat: wl_seat, id: new zwp_virtual_keyboard_v1); error 0,
/// unauthorized, when the client may not. It has no request that destroys it.
extern const wl_interface manager_interface;

constexpr std::uint32_t manager_create_virtual_keyboard = 0;
constexpr std::uint32_t manager_error_unauthorized = 0;

/// `zwp_virtual_keyboard_v1`, version 1. No events.
///
/// Request 0, keymap(format: uint as wl_keyboard.keymap_format, fd, size: uint): first of all.
/// Request 1, key(time: uint in ms, key: uint as in evdev, state: uint as wl_keyboard.key_state).
/// Request 2, modifiers(depressed, latched, locked: uint masks, group: uint).
/// Request 3, destroy.
extern const wl_interface keyboard_interface;

constexpr std::uint32_t keyboard_keymap = 0;
constexpr std::uint32_t keyboard_key = 1;
constexpr std::uint32_t keyboard_modifiers = 2;
constexpr std::uint32_t keyboard_destroy = 3;

} // namespace exwm_vr::ctl::virtual_keyboard_protocol
