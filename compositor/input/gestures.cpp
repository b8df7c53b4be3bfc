// SPDX-License-Identifier: MIT
#include "input/gestures.hpp"

namespace exwm_vr::input {

Gestures::Gestures(Host& host, wl_display* display, wlr_seat& seat, wlr_cursor& cursor)
    : host_(host)
    , seat_(seat)
    , manager_(wlr_pointer_gestures_v1_create(display))
    , swipe_begin_(*this, cursor.events.swipe_begin)
    , swipe_update_(*this, cursor.events.swipe_update)
    , swipe_end_(*this, cursor.events.swipe_end)
    , pinch_begin_(*this, cursor.events.pinch_begin)
    , pinch_update_(*this, cursor.events.pinch_update)
    , pinch_end_(*this, cursor.events.pinch_end)
    , hold_begin_(*this, cursor.events.hold_begin)
    , hold_end_(*this, cursor.events.hold_end) {}

void Gestures::disconnect() {
    swipe_begin_.disconnect();
    swipe_update_.disconnect();
    swipe_end_.disconnect();
    pinch_begin_.disconnect();
    pinch_update_.disconnect();
    pinch_end_.disconnect();
    hold_begin_.disconnect();
    hold_end_.disconnect();
}

void Gestures::on_swipe_begin(wlr_pointer_swipe_begin_event& event) {
    host_.activity();
    wlr_pointer_gestures_v1_send_swipe_begin(manager_, &seat_, event.time_msec, event.fingers);
}

void Gestures::on_swipe_update(wlr_pointer_swipe_update_event& event) {
    host_.activity();
    wlr_pointer_gestures_v1_send_swipe_update(
        manager_, &seat_, event.time_msec, event.dx, event.dy
    );
}

void Gestures::on_swipe_end(wlr_pointer_swipe_end_event& event) {
    host_.activity();
    wlr_pointer_gestures_v1_send_swipe_end(manager_, &seat_, event.time_msec, event.cancelled);
}

void Gestures::on_pinch_begin(wlr_pointer_pinch_begin_event& event) {
    host_.activity();
    wlr_pointer_gestures_v1_send_pinch_begin(manager_, &seat_, event.time_msec, event.fingers);
}

void Gestures::on_pinch_update(wlr_pointer_pinch_update_event& event) {
    host_.activity();
    wlr_pointer_gestures_v1_send_pinch_update(
        manager_, &seat_, event.time_msec, event.dx, event.dy, event.scale, event.rotation
    );
}

void Gestures::on_pinch_end(wlr_pointer_pinch_end_event& event) {
    host_.activity();
    wlr_pointer_gestures_v1_send_pinch_end(manager_, &seat_, event.time_msec, event.cancelled);
}

void Gestures::on_hold_begin(wlr_pointer_hold_begin_event& event) {
    host_.activity();
    wlr_pointer_gestures_v1_send_hold_begin(manager_, &seat_, event.time_msec, event.fingers);
}

void Gestures::on_hold_end(wlr_pointer_hold_end_event& event) {
    host_.activity();
    wlr_pointer_gestures_v1_send_hold_end(manager_, &seat_, event.time_msec, event.cancelled);
}

} // namespace exwm_vr::input
