// SPDX-License-Identifier: MIT
#include "input/touch.hpp"

namespace exwm_vr::input {

Touch::Touch(Host& host, wlr_seat& seat, wlr_cursor& cursor, scene::Scene& scene)
    : host_(host)
    , seat_(seat)
    , cursor_(cursor)
    , scene_(scene)
    , down_(*this, cursor.events.touch_down)
    , up_(*this, cursor.events.touch_up)
    , motion_(*this, cursor.events.touch_motion)
    , cancel_(*this, cursor.events.touch_cancel)
    , frame_(*this, cursor.events.touch_frame) {}

void Touch::disconnect() {
    down_.disconnect();
    up_.disconnect();
    motion_.disconnect();
    cancel_.disconnect();
    frame_.disconnect();
}

void Touch::cancel_all() {
    fingers_.clear();
    const auto* points = &seat_.touch_state.touch_points;
    while (wl_list_empty(points) == 0) {
        // Cancelling one takes all of its client's points off the list.
        wlr_touch_point* point = nullptr;
        point = wl_container_of(points->next, point, link);
        if (point->client == nullptr) {
            break; // its client is gone, and it goes with the finger
        }
        wlr_seat_touch_notify_cancel(&seat_, point->client);
    }
}

void Touch::on_down(wlr_touch_down_event& event) {
    host_.activity();
    double x = 0;
    double y = 0;
    wlr_cursor_absolute_to_layout_coords(&cursor_, &event.touch->base, event.x, event.y, &x, &y);
    const auto hit = scene_.at(x, y);
    host_.clicked(hit);
    if (hit.surface == nullptr) {
        return;
    }
    fingers_[event.touch_id] = {x, y, hit};
    wlr_seat_touch_notify_down(
        &seat_, hit.surface, event.time_msec, event.touch_id, hit.surface_x, hit.surface_y
    );
}

void Touch::on_up(wlr_touch_up_event& event) {
    host_.activity();
    if (fingers_.erase(event.touch_id) > 0) {
        wlr_seat_touch_notify_up(&seat_, event.time_msec, event.touch_id);
    }
}

void Touch::on_motion(wlr_touch_motion_event& event) {
    host_.activity();
    const auto finger = fingers_.find(event.touch_id);
    if (finger == fingers_.end()) {
        return;
    }
    double x = 0;
    double y = 0;
    wlr_cursor_absolute_to_layout_coords(&cursor_, &event.touch->base, event.x, event.y, &x, &y);
    if (seat_.drag != nullptr) {
        // Drag and drop follows the finger from surface to surface.
        const auto hit = scene_.at(x, y);
        if (hit.surface != nullptr) {
            wlr_seat_touch_point_focus(
                &seat_, hit.surface, event.time_msec, event.touch_id, hit.surface_x, hit.surface_y
            );
        } else {
            wlr_seat_touch_point_clear_focus(&seat_, event.time_msec, event.touch_id);
        }
    }
    wlr_seat_touch_notify_motion(
        &seat_,
        event.time_msec,
        event.touch_id,
        finger->second.surface_x(x),
        finger->second.surface_y(y)
    );
}

void Touch::on_cancel(wlr_touch_cancel_event& event) {
    fingers_.erase(event.touch_id);
    if (const auto* point = wlr_seat_touch_get_point(&seat_, event.touch_id)) {
        if (point->client != nullptr) {
            wlr_seat_touch_notify_cancel(&seat_, point->client);
        }
    }
}

void Touch::on_frame() {
    wlr_seat_touch_notify_frame(&seat_);
}

} // namespace exwm_vr::input
