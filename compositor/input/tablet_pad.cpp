// SPDX-License-Identifier: MIT
#include "input/tablet_pad.hpp"

namespace exwm_vr::input {

TabletPad::TabletPad(Tablets& owner, wlr_tablet_pad& handle)
    : owner_(owner)
    , handle_(handle)
    , destroy_(*this, handle.base.events.destroy)
    , v2_(*wlr_tablet_pad_create(owner.manager_, &owner.seat_, &handle.base))
    , button_(*this, handle.events.button)
    , ring_(*this, handle.events.ring)
    , strip_(*this, handle.events.strip) {}

void TabletPad::focus(wlr_surface* surface) {
    auto* tablet = owner_.beside(handle_.base);
    if (surface == nullptr || tablet == nullptr ||
        !wlr_surface_accepts_tablet_v2(surface, tablet)) {
        return;
    }
    wlr_tablet_v2_tablet_pad_notify_enter(&v2_, tablet, surface);
    focused_ = surface;
}

void TabletPad::unfocus(const wlr_surface* surface) {
    if (focused_ != nullptr && focused_ == surface) {
        wlr_tablet_v2_tablet_pad_notify_leave(&v2_, focused_);
        focused_ = nullptr;
    }
}

void TabletPad::on_button(wlr_tablet_pad_button_event& event) {
    owner_.host_.activity();
    if (focused_ == nullptr) {
        return;
    }
    wlr_tablet_v2_tablet_pad_notify_mode(&v2_, event.group, event.mode, event.time_msec);
    wlr_tablet_v2_tablet_pad_notify_button(
        &v2_,
        event.button,
        event.time_msec,
        event.state == WLR_BUTTON_PRESSED ? ZWP_TABLET_PAD_V2_BUTTON_STATE_PRESSED
                                          : ZWP_TABLET_PAD_V2_BUTTON_STATE_RELEASED
    );
}

void TabletPad::on_ring(wlr_tablet_pad_ring_event& event) {
    owner_.host_.activity();
    if (focused_ != nullptr) {
        const bool finger = event.source == WLR_TABLET_PAD_RING_SOURCE_FINGER;
        wlr_tablet_v2_tablet_pad_notify_ring(
            &v2_, event.ring, event.position, finger, event.time_msec
        );
    }
}

void TabletPad::on_strip(wlr_tablet_pad_strip_event& event) {
    owner_.host_.activity();
    if (focused_ != nullptr) {
        const bool finger = event.source == WLR_TABLET_PAD_STRIP_SOURCE_FINGER;
        wlr_tablet_v2_tablet_pad_notify_strip(
            &v2_, event.strip, event.position, finger, event.time_msec
        );
    }
}

void TabletPad::on_destroy() {
    std::erase_if(owner_.pads_, [this](const auto& owned) { return owned.get() == this; });
}

} // namespace exwm_vr::input
