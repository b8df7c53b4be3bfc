// SPDX-License-Identifier: MIT
#include "support/keyboard.hpp"

#include "base/fd.hpp"
#include "ctl/wayland/seat.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

namespace exwm_vr::test {

KeyboardEvents::KeyboardEvents(WaylandClient& client, const ctl::Global* seat) {
    if (seat == nullptr) {
        seat = client.connection().find_global(wl_seat_interface.name);
    }
    REQUIRE(seat != nullptr);
    // Version 1: its keyboards have no more events than are listened to below.
    seat_ = client.connection().bind<wl_seat>(*seat, 1);
    auto* keyboard = wl_seat_get_keyboard(seat_.get());
    keyboard_.reset(reinterpret_cast<wl_proxy*>(keyboard));
    wl_keyboard_add_listener(keyboard, &listener, this);
    client.roundtrip();
}

constexpr wl_keyboard_listener KeyboardEvents::listener{
    .keymap = [](
                  void*, wl_keyboard*, std::uint32_t, std::int32_t keymap, std::uint32_t
              ) { const Fd unused(keymap); },
    .enter =
        [](void* data, wl_keyboard*, std::uint32_t, wl_surface* surface, wl_array*) {
            of(data).surface = surface;
        },
    .leave =
        [](void* data, wl_keyboard*, std::uint32_t, wl_surface*) { of(data).surface = nullptr; },
    .key =
        [](void* data,
           wl_keyboard*,
           std::uint32_t,
           std::uint32_t,
           std::uint32_t key,
           std::uint32_t state) {
            if (state == WL_KEYBOARD_KEY_STATE_PRESSED) {
                of(data).pressed.push_back(key);
            }
        },
    .modifiers = [](void*,
                    wl_keyboard*,
                    std::uint32_t,
                    std::uint32_t,
                    std::uint32_t,
                    std::uint32_t,
                    std::uint32_t) {},
};

} // namespace exwm_vr::test
