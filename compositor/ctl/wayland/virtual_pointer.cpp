// SPDX-License-Identifier: MIT
#include "ctl/wayland/virtual_pointer.hpp"

#include <wayland-client.h>

#include <linux/input-event-codes.h>
#include <wlr-virtual-pointer-unstable-v1-client-protocol.h>

#include <algorithm>
#include <cstdlib>

namespace exwm_vr::ctl {

namespace {

/// Positions go over the wire as a share of the layout's size. This many parts of a pixel, and one
/// of them added, keep rounding from landing in the pixel before; wl_fixed cuts the rest off.
constexpr std::uint32_t parts = 1024;

/// What mice report for one click of the wheel, in the units of a touchpad's way.
constexpr double wheel_click = 15;

constexpr int drag_steps = 8;

std::uint32_t code_of(Button button) {
    switch (button) {
    case Button::left:
        return BTN_LEFT;
    case Button::right:
        return BTN_RIGHT;
    case Button::middle:
        return BTN_MIDDLE;
    }
    return BTN_LEFT;
}

std::uint32_t share(int offset) {
    return static_cast<std::uint32_t>(offset) * parts + 1;
}

std::uint32_t extent(int size) {
    return static_cast<std::uint32_t>(size) * parts;
}

} // namespace

Outcome<std::unique_ptr<VirtualPointer>> VirtualPointer::open(Connection& connection) {
    const auto manager = connection.bind<zwlr_virtual_pointer_manager_v1>(2);
    if (!manager) {
        return std::unexpected(manager.error());
    }
    auto seat = Seat::open(connection);
    if (!seat) {
        return std::unexpected(seat.error());
    }
    auto outputs = Outputs::open(connection);
    if (!outputs) {
        return std::unexpected(outputs.error());
    }
    std::unique_ptr<VirtualPointer> pointer(new VirtualPointer(connection));
    pointer->seat_ = std::move(*seat);
    pointer->outputs_ = std::move(*outputs);
    const bool first_of_its_kind = !pointer->seat_->has_pointer();
    pointer->pointer_.reset(zwlr_virtual_pointer_manager_v1_create_virtual_pointer(
        manager->get(), pointer->seat_->get()
    ));
    if (auto done = connection.roundtrip(); !done) {
        return std::unexpected(done.error());
    }
    if (first_of_its_kind) {
        if (auto noticed = pause(connection, new_device_pause); !noticed) {
            return std::unexpected(noticed.error());
        }
    }
    return pointer;
}

VirtualPointer::VirtualPointer(Connection& connection)
    : connection_(connection) {}

Outcome<void> VirtualPointer::move(Point to) {
    if (auto inside = check(to); !inside) {
        return std::unexpected(inside.error());
    }
    send_position(to);
    return connection_.roundtrip();
}

Outcome<void> VirtualPointer::click(Button button, int times) {
    for (int i = 0; i < times; ++i) {
        send_button(button, true);
        send_button(button, false);
    }
    return connection_.roundtrip();
}

Outcome<void> VirtualPointer::drag(Point from, Point to, Button button) {
    for (const Point end : {from, to}) {
        if (auto inside = check(end); !inside) {
            return std::unexpected(inside.error());
        }
    }
    send_position(from);
    send_button(button, true);
    for (int i = 1; i <= drag_steps; ++i) {
        send_position({
            from.x + (to.x - from.x) * i / drag_steps,
            from.y + (to.y - from.y) * i / drag_steps,
        });
        // One step at a time, as from a hand: clients may look at each.
        if (auto done = connection_.roundtrip(); !done) {
            send_button(button, false);
            return done;
        }
    }
    send_button(button, false);
    return connection_.roundtrip();
}

Outcome<void> VirtualPointer::scroll(int down, int right) {
    send_wheel(WL_POINTER_AXIS_VERTICAL_SCROLL, down);
    send_wheel(WL_POINTER_AXIS_HORIZONTAL_SCROLL, right);
    return connection_.roundtrip();
}

Result<void> VirtualPointer::check(Point point) const {
    const auto outputs = outputs_->all();
    const bool inside = std::ranges::any_of(outputs, [point](const WaylandOutput* output) {
        return output->box().contains(point);
    });
    if (!inside) {
        return fail("{},{} is on no output", point.x, point.y);
    }
    return {};
}

void VirtualPointer::send_position(Point point) {
    const Box layout = outputs_->layout_box();
    zwlr_virtual_pointer_v1_motion_absolute(
        pointer_.get(),
        event_time(),
        share(point.x - layout.x),
        share(point.y - layout.y),
        extent(layout.width),
        extent(layout.height)
    );
    zwlr_virtual_pointer_v1_frame(pointer_.get());
}

void VirtualPointer::send_button(Button button, bool pressed) {
    zwlr_virtual_pointer_v1_button(
        pointer_.get(),
        event_time(),
        code_of(button),
        pressed ? WL_POINTER_BUTTON_STATE_PRESSED : WL_POINTER_BUTTON_STATE_RELEASED
    );
    zwlr_virtual_pointer_v1_frame(pointer_.get());
}

void VirtualPointer::send_wheel(std::uint32_t axis, int clicks) {
    const int direction = clicks < 0 ? -1 : 1;
    for (int i = 0; i < std::abs(clicks); ++i) {
        zwlr_virtual_pointer_v1_axis_source(pointer_.get(), WL_POINTER_AXIS_SOURCE_WHEEL);
        zwlr_virtual_pointer_v1_axis_discrete(
            pointer_.get(),
            event_time(),
            axis,
            wl_fixed_from_double(wheel_click * direction),
            direction
        );
        zwlr_virtual_pointer_v1_frame(pointer_.get());
    }
}

} // namespace exwm_vr::ctl
