// SPDX-License-Identifier: MIT
#include "support/mouse.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <linux/input-event-codes.h>
#include <wlr-virtual-pointer-unstable-v1-client-protocol.h>

#include <type_traits>
#include <utility>

namespace exwm_vr::test {
namespace {

// Positions go over the wire as a share of the layout; parts of a pixel keep rounding from landing
// in the pixel before.
constexpr std::uint32_t parts = 1024;

std::uint32_t extent(int size) {
    return static_cast<std::uint32_t>(size) * parts;
}

template <typename Outcome>
auto must(Outcome outcome) {
    if (!outcome) {
        FAIL(outcome.error().message);
    }
    if constexpr (!std::is_void_v<typename Outcome::value_type>) {
        return std::move(*outcome);
    }
}

} // namespace

Mouse::Mouse(Session& session)
    : connection_(session.wayland())
    , seat_(must(ctl::Seat::open(connection_)))
    , outputs_(must(ctl::Outputs::open(connection_))) {
    const auto manager = must(connection_.bind<zwlr_virtual_pointer_manager_v1>(2));
    pointer_.reset(
        zwlr_virtual_pointer_manager_v1_create_virtual_pointer(manager.get(), seat_->get())
    );
    finish();
}

void Mouse::move(Point to) {
    const auto layout = outputs_->layout_box();
    REQUIRE(layout.contains(to));
    zwlr_virtual_pointer_v1_motion_absolute(
        pointer_.get(),
        ctl::event_time(),
        extent(to.x - layout.x) + 1,
        extent(to.y - layout.y) + 1,
        extent(layout.width),
        extent(layout.height)
    );
    finish();
}

void Mouse::push(Point way) {
    zwlr_virtual_pointer_v1_motion(
        pointer_.get(), ctl::event_time(), wl_fixed_from_int(way.x), wl_fixed_from_int(way.y)
    );
    finish();
}

void Mouse::press() {
    send_button(WL_POINTER_BUTTON_STATE_PRESSED);
}

void Mouse::release() {
    send_button(WL_POINTER_BUTTON_STATE_RELEASED);
}

void Mouse::send_button(std::uint32_t state) {
    zwlr_virtual_pointer_v1_button(pointer_.get(), ctl::event_time(), BTN_LEFT, state);
    finish();
}

void Mouse::finish() {
    zwlr_virtual_pointer_v1_frame(pointer_.get());
    must(connection_.roundtrip(ctl::Deadline::after(patience)));
}

PointerEvents::PointerEvents(WaylandClient& client, const ctl::Global* seat) {
    if (seat == nullptr) {
        seat = client.connection().find_global(wl_seat_interface.name);
    }
    REQUIRE(seat != nullptr);
    // Version 1: its pointers have no more events than are listened to below.
    seat_ = client.connection().bind<wl_seat>(*seat, 1);
    auto* pointer = wl_seat_get_pointer(seat_.get());
    pointer_.reset(reinterpret_cast<wl_proxy*>(pointer));
    wl_pointer_add_listener(pointer, &listener, this);
    client.roundtrip();
}

wl_pointer* PointerEvents::pointer() const {
    return reinterpret_cast<wl_pointer*>(pointer_.get());
}

constexpr wl_pointer_listener PointerEvents::listener{
    .enter =
        [](
            void* data, wl_pointer*, std::uint32_t, wl_surface* surface, wl_fixed_t x, wl_fixed_t y
        ) {
            of(data).surface = surface;
            of(data).at = {wl_fixed_to_int(x), wl_fixed_to_int(y)};
        },
    .leave =
        [](void* data, wl_pointer*, std::uint32_t, wl_surface*) { of(data).surface = nullptr; },
    .motion = [](
                  void* data, wl_pointer*, std::uint32_t, wl_fixed_t x, wl_fixed_t y
              ) { of(data).at = {wl_fixed_to_int(x), wl_fixed_to_int(y)}; },
    .button =
        [](void* data,
           wl_pointer*,
           std::uint32_t serial,
           std::uint32_t,
           std::uint32_t,
           std::uint32_t state) {
            if (state == WL_POINTER_BUTTON_STATE_PRESSED) {
                of(data).press_serial = serial;
                ++of(data).presses;
            }
        },
    .axis = [](void*, wl_pointer*, std::uint32_t, std::uint32_t, wl_fixed_t) {},
};

} // namespace exwm_vr::test
