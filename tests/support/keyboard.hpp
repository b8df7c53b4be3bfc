// SPDX-License-Identifier: MIT
#pragma once

#include "support/wayland_client.hpp"

#include <wayland-client-protocol.h>

#include <cstdint>
#include <vector>

namespace exwm_vr::test {

/// What a client is told of the seat's keyboard.
class KeyboardEvents {
public:
    /// @p seat: the first one if null.
    explicit KeyboardEvents(WaylandClient& client, const ctl::Global* seat = nullptr);
    KeyboardEvents(const KeyboardEvents&) = delete;
    KeyboardEvents& operator=(const KeyboardEvents&) = delete;
    ~KeyboardEvents() = default;

    wl_surface* surface = nullptr;      ///< that has the keyboard; null: none of this client's
    std::vector<std::uint32_t> pressed; ///< evdev codes of all keys that went down so far

private:
    static KeyboardEvents& of(void* data) { return *static_cast<KeyboardEvents*>(data); }

    static const wl_keyboard_listener listener;

    ctl::Proxy<wl_seat> seat_;
    ctl::Proxy<wl_proxy> keyboard_; ///< a wl_keyboard
};

} // namespace exwm_vr::test
