// SPDX-License-Identifier: MIT
#pragma once

#include "input/host.hpp"
#include "wlr/listener.hpp"

namespace exwm_vr::input {

/// pointer-gestures v1: a touchpad's swipes, pinches and holds, for the client under the pointer.
class Gestures {
public:
    Gestures(Host& host, wl_display* display, wlr_seat& seat, wlr_cursor& cursor);

    /// Before the cursor is destroyed.
    void disconnect();

private:
    void on_swipe_begin(wlr_pointer_swipe_begin_event& event);
    void on_swipe_update(wlr_pointer_swipe_update_event& event);
    void on_swipe_end(wlr_pointer_swipe_end_event& event);
    void on_pinch_begin(wlr_pointer_pinch_begin_event& event);
    void on_pinch_update(wlr_pointer_pinch_update_event& event);
    void on_pinch_end(wlr_pointer_pinch_end_event& event);
    void on_hold_begin(wlr_pointer_hold_begin_event& event);
    void on_hold_end(wlr_pointer_hold_end_event& event);

    Host& host_;
    wlr_seat& seat_;
    wlr_pointer_gestures_v1* manager_; ///< dies with the display
    Listener<&Gestures::on_swipe_begin> swipe_begin_;
    Listener<&Gestures::on_swipe_update> swipe_update_;
    Listener<&Gestures::on_swipe_end> swipe_end_;
    Listener<&Gestures::on_pinch_begin> pinch_begin_;
    Listener<&Gestures::on_pinch_update> pinch_update_;
    Listener<&Gestures::on_pinch_end> pinch_end_;
    Listener<&Gestures::on_hold_begin> hold_begin_;
    Listener<&Gestures::on_hold_end> hold_end_;
};

} // namespace exwm_vr::input
