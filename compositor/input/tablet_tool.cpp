// SPDX-License-Identifier: MIT
#include "input/tablet_tool.hpp"

#include "input/cursor_surface.hpp"

#include <linux/input-event-codes.h>

#include <span>
#include <vector>

namespace exwm_vr::input {
namespace {

/// What a tool's buttons are to clients that know mice only.
std::uint32_t mouse_button(std::uint32_t button) {
    switch (button) {
    case BTN_STYLUS:
        return BTN_RIGHT;
    case BTN_STYLUS2:
        return BTN_MIDDLE;
    case BTN_STYLUS3:
        return BTN_SIDE;
    default:
        return button; // a tablet's mouse has a mouse's buttons
    }
}

} // namespace

TabletTool::TabletTool(Tablets& owner, wlr_tablet_tool& handle)
    : owner_(owner)
    , handle_(handle)
    , destroy_(*this, handle.events.destroy)
    , v2_(*wlr_tablet_tool_create(owner.manager_, &owner.seat_, &handle))
    , set_cursor_(*this, v2_.events.set_cursor) {}

void TabletTool::moved(wlr_tablet_v2_tablet& tablet, std::uint32_t time_ms) {
    auto& pointer = owner_.pointer_;
    surface_may_be_gone();
    if (!held()) {
        const auto hit = owner_.scene_.at(pointer.x(), pointer.y());
        const bool speaks = emulated_.empty() && !pointer.dragging() && hit.surface != nullptr &&
                            wlr_surface_accepts_tablet_v2(hit.surface, &tablet);
        if (!speaks) {
            if (v2_.focused_surface != nullptr) {
                wlr_tablet_v2_tablet_tool_notify_proximity_out(&v2_);
            }
            pointer.tool_moved(time_ms);
            return;
        }
        if (v2_.focused_surface != hit.surface) {
            pointer.leave();
            wlr_tablet_v2_tablet_tool_notify_proximity_in(&v2_, &tablet, hit.surface);
        }
        origin_ = {pointer.x(), pointer.y(), hit};
        owner_.host_.pointer_entered(hit);
    }
    // While it is held down, the surface keeps it, also outside of itself.
    wlr_tablet_v2_tablet_tool_notify_motion(
        &v2_, origin_.surface_x(pointer.x()), origin_.surface_y(pointer.y())
    );
}

void TabletTool::axes(const wlr_tablet_tool_axis_event& event) {
    if (v2_.focused_surface == nullptr) {
        return;
    }
    const auto has = [&](wlr_tablet_tool_axes axis) { return (event.updated_axes & axis) != 0; };
    if (has(WLR_TABLET_TOOL_AXIS_PRESSURE)) {
        wlr_tablet_v2_tablet_tool_notify_pressure(&v2_, event.pressure);
    }
    if (has(WLR_TABLET_TOOL_AXIS_DISTANCE)) {
        wlr_tablet_v2_tablet_tool_notify_distance(&v2_, event.distance);
    }
    if (has(WLR_TABLET_TOOL_AXIS_TILT_X)) {
        tilt_x_ = event.tilt_x;
    }
    if (has(WLR_TABLET_TOOL_AXIS_TILT_Y)) {
        tilt_y_ = event.tilt_y;
    }
    if (has(WLR_TABLET_TOOL_AXIS_TILT_X) || has(WLR_TABLET_TOOL_AXIS_TILT_Y)) {
        wlr_tablet_v2_tablet_tool_notify_tilt(&v2_, tilt_x_, tilt_y_);
    }
    if (has(WLR_TABLET_TOOL_AXIS_ROTATION)) {
        wlr_tablet_v2_tablet_tool_notify_rotation(&v2_, event.rotation);
    }
    if (has(WLR_TABLET_TOOL_AXIS_SLIDER)) {
        wlr_tablet_v2_tablet_tool_notify_slider(&v2_, event.slider);
    }
    if (has(WLR_TABLET_TOOL_AXIS_WHEEL)) {
        wlr_tablet_v2_tablet_tool_notify_wheel(&v2_, event.wheel_delta, 0);
    }
}

void TabletTool::tip(bool down, std::uint32_t time_ms) {
    surface_may_be_gone();
    if (orphaned_.erase(BTN_TOUCH) > 0 && !down) {
        return;
    }
    if (v2_.focused_surface == nullptr || emulated_.contains(BTN_LEFT)) {
        emulate(BTN_LEFT, down, time_ms);
    } else if (down) {
        owner_.host_.clicked(owner_.scene_.at(owner_.pointer_.x(), owner_.pointer_.y()));
        wlr_tablet_v2_tablet_tool_notify_down(&v2_);
        wlr_tablet_tool_v2_start_implicit_grab(&v2_);
    } else {
        wlr_tablet_v2_tablet_tool_notify_up(&v2_);
    }
}

void TabletTool::button(std::uint32_t button, bool down, std::uint32_t time_ms) {
    surface_may_be_gone();
    if (orphaned_.erase(button) > 0 && !down) {
        return;
    }
    if (v2_.focused_surface == nullptr || emulated_.contains(mouse_button(button))) {
        emulate(mouse_button(button), down, time_ms);
        return;
    }
    if (down) {
        owner_.host_.clicked(owner_.scene_.at(owner_.pointer_.x(), owner_.pointer_.y()));
    }
    wlr_tablet_v2_tablet_tool_notify_button(
        &v2_,
        button,
        down ? ZWP_TABLET_PAD_V2_BUTTON_STATE_PRESSED : ZWP_TABLET_PAD_V2_BUTTON_STATE_RELEASED
    );
}

void TabletTool::emulate(std::uint32_t button, bool down, std::uint32_t time_ms) {
    const bool changed = down ? emulated_.insert(button).second : emulated_.erase(button) > 0;
    if (changed) {
        owner_.pointer_.tool_button(time_ms, button, down);
    }
}

void TabletTool::leave(std::uint32_t time_ms) {
    while (!emulated_.empty()) {
        emulate(*emulated_.begin(), false, time_ms);
    }
    orphaned_.clear();
    if (v2_.focused_surface != nullptr) {
        wlr_tablet_v2_tablet_tool_notify_proximity_out(&v2_);
        owner_.pointer_.refresh();
    }
}

void TabletTool::cancel() {
    const bool taken = v2_.focused_surface != nullptr;
    let_go();
    if (taken) {
        wlr_tablet_v2_tablet_tool_notify_proximity_out(&v2_);
        owner_.pointer_.leave(); // it may show a cursor of that client's
    }
}

void TabletTool::let_go() {
    // While anything is down, wlroots' own grab keeps the tool where it is.
    const std::span pressed(v2_.pressed_buttons, v2_.num_buttons);
    for (const auto button : std::vector(pressed.begin(), pressed.end())) {
        orphaned_.insert(button);
        wlr_tablet_v2_tablet_tool_notify_button(
            &v2_, button, ZWP_TABLET_PAD_V2_BUTTON_STATE_RELEASED
        );
    }
    if (v2_.is_down) {
        orphaned_.insert(BTN_TOUCH);
        wlr_tablet_v2_tablet_tool_notify_up(&v2_);
    }
}

void TabletTool::surface_may_be_gone() {
    if (v2_.focused_surface == nullptr) {
        let_go();
    }
}

bool TabletTool::held() const {
    return v2_.focused_surface != nullptr && (v2_.is_down || v2_.num_buttons > 0);
}

void TabletTool::on_set_cursor(wlr_tablet_v2_event_cursor& event) {
    if (v2_.focused_surface != nullptr &&
        wl_resource_get_client(v2_.focused_surface->resource) == event.seat_client->client) {
        show_cursor_surface(
            *owner_.pointer_.cursor(), event.surface, event.hotspot_x, event.hotspot_y
        );
    }
}

void TabletTool::on_destroy() {
    std::erase_if(owner_.tools_, [this](const auto& owned) { return owned.get() == this; });
}

} // namespace exwm_vr::input
