// SPDX-License-Identifier: MIT
#include "input/tablets.hpp"

#include "input/tablet_pad.hpp"
#include "input/tablet_tool.hpp"

#include <algorithm>
#include <cmath>

namespace exwm_vr::input {

class Tablets::Tablet {
public:
    Tablet(Tablets& owner, wlr_input_device& device)
        : owner_(owner)
        , destroy_(*this, device.events.destroy)
        , v2_(*wlr_tablet_create(owner.manager_, &owner.seat_, &device)) {}

    [[nodiscard]] wlr_tablet_v2_tablet& v2() const { return v2_; }

private:
    void on_destroy() {
        std::erase_if(owner_.tablets_, [this](const auto& owned) { return owned.get() == this; });
    }

    Tablets& owner_;
    Listener<&Tablet::on_destroy> destroy_; ///< before v2_'s own, as in TabletTool
    wlr_tablet_v2_tablet& v2_;
};

Tablets::Tablets(
    Host& host, wl_display* display, wlr_seat& seat, Pointer& pointer, scene::Scene& scene
)
    : host_(host)
    , seat_(seat)
    , pointer_(pointer)
    , scene_(scene)
    , manager_(wlr_tablet_v2_create(display))
    , axis_(*this, pointer.cursor()->events.tablet_tool_axis)
    , proximity_(*this, pointer.cursor()->events.tablet_tool_proximity)
    , tip_(*this, pointer.cursor()->events.tablet_tool_tip)
    , button_(*this, pointer.cursor()->events.tablet_tool_button)
    , focus_change_(*this, seat.keyboard_state.events.focus_change) {}

Tablets::~Tablets() = default;

void Tablets::disconnect() {
    axis_.disconnect();
    proximity_.disconnect();
    tip_.disconnect();
    button_.disconnect();
    focus_change_.disconnect();
}

void Tablets::add_tablet(wlr_input_device& device) {
    tablets_.push_back(std::make_unique<Tablet>(*this, device));
    pointer_.add_device(device);
}

void Tablets::add_pad(wlr_input_device& device) {
    auto& pad = *pads_.emplace_back(
        std::make_unique<TabletPad>(*this, *wlr_tablet_pad_from_input_device(&device))
    );
    pad.focus(seat_.keyboard_state.focused_surface);
}

wlr_tablet_v2_tablet* Tablets::find(const wlr_tablet* handle) const {
    const auto found = std::ranges::find_if(tablets_, [&](const auto& tablet) {
        return tablet->v2().wlr_tablet == handle;
    });
    return found != tablets_.end() ? &(*found)->v2() : nullptr;
}

wlr_tablet_v2_tablet* Tablets::beside(wlr_input_device& pad) const {
    const auto group_of = [](wlr_input_device& device) -> libinput_device_group* {
        auto* native = wlr_input_device_is_libinput(&device)
                           ? wlr_libinput_get_device_handle(&device)
                           : nullptr;
        return native != nullptr ? libinput_device_get_device_group(native) : nullptr;
    };
    const auto* group = group_of(pad);
    const auto found = std::ranges::find_if(tablets_, [&](const auto& tablet) {
        return group != nullptr && group_of(*tablet->v2().wlr_device) == group;
    });
    return found != tablets_.end() ? &(*found)->v2() : nullptr;
}

TabletTool& Tablets::tool_for(wlr_tablet_tool& handle) {
    const auto found =
        std::ranges::find_if(tools_, [&](const auto& tool) { return &tool->handle() == &handle; });
    return found != tools_.end()
               ? **found
               : *tools_.emplace_back(std::make_unique<TabletTool>(*this, handle));
}

void Tablets::move(TabletTool& tool, wlr_tablet& tablet, std::uint32_t time_ms) {
    if (auto* v2 = find(&tablet)) {
        tool.moved(*v2, time_ms);
    }
}

void Tablets::about_to_press(TabletTool& tool, wlr_tablet& tablet, std::uint32_t time_ms) {
    if (!tool.held()) {
        move(tool, tablet, time_ms);
    }
}

void Tablets::cancel_all() {
    for (const auto& tool : tools_) {
        tool->cancel();
    }
}

void Tablets::on_axis(wlr_tablet_tool_axis_event& event) {
    host_.activity();
    auto& tool = tool_for(*event.tool);
    const bool x = (event.updated_axes & WLR_TABLET_TOOL_AXIS_X) != 0;
    const bool y = (event.updated_axes & WLR_TABLET_TOOL_AXIS_Y) != 0;
    if (x || y) {
        auto* cursor = pointer_.cursor();
        auto* device = &event.tablet->base;
        if (event.tool->type == WLR_TABLET_TOOL_TYPE_MOUSE ||
            event.tool->type == WLR_TABLET_TOOL_TYPE_LENS) {
            wlr_cursor_move(cursor, device, event.dx, event.dy);
        } else {
            // NaN leaves a coordinate where it is.
            wlr_cursor_warp_absolute(cursor, device, x ? event.x : NAN, y ? event.y : NAN);
        }
        move(tool, *event.tablet, event.time_msec);
    }
    tool.axes(event);
}

void Tablets::on_proximity(wlr_tablet_tool_proximity_event& event) {
    host_.activity();
    auto& tool = tool_for(*event.tool);
    if (event.state == WLR_TABLET_TOOL_PROXIMITY_OUT) {
        tool.leave(event.time_msec);
        return;
    }
    wlr_cursor_warp_absolute(pointer_.cursor(), &event.tablet->base, event.x, event.y);
    move(tool, *event.tablet, event.time_msec);
}

void Tablets::on_tip(wlr_tablet_tool_tip_event& event) {
    host_.activity();
    auto& tool = tool_for(*event.tool);
    const bool down = event.state == WLR_TABLET_TOOL_TIP_DOWN;
    if (down) {
        about_to_press(tool, *event.tablet, event.time_msec);
    }
    tool.tip(down, event.time_msec);
}

void Tablets::on_button(wlr_tablet_tool_button_event& event) {
    host_.activity();
    auto& tool = tool_for(*event.tool);
    const bool down = event.state == WLR_BUTTON_PRESSED;
    if (down) {
        about_to_press(tool, *event.tablet, event.time_msec);
    }
    tool.button(event.button, down, event.time_msec);
}

void Tablets::on_focus_change(wlr_seat_keyboard_focus_change_event& event) {
    for (const auto& pad : pads_) {
        pad->unfocus(event.old_surface);
        pad->focus(event.new_surface);
    }
}

} // namespace exwm_vr::input
