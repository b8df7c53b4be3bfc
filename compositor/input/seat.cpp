// SPDX-License-Identifier: MIT
#include "input/seat.hpp"

#include "base/log.hpp"

namespace exwm_vr::input {
namespace {

wlr_seat& make_seat(wl_display* display) {
    auto* seat = wlr_seat_create(display, "seat0");
    if (seat == nullptr) {
        log::panic("out of memory for the seat");
    }
    // Also without devices: virtual ones come and go, and a client that binds its keyboard only
    // then would lose the first keys.
    wlr_seat_set_capabilities(seat, WL_SEAT_CAPABILITY_KEYBOARD | WL_SEAT_CAPABILITY_POINTER);
    return *seat;
}

} // namespace

Seat::Seat(
    Host& host,
    wl_display* display,
    wlr_backend& backend,
    wlr_output_layout* layout,
    scene::Scene& scene,
    std::function<bool(wlr_surface*)> visible
)
    : host_(host)
    , seat_(make_seat(display))
    , attention_(seat_)
    , input_method_(display, seat_, layout, scene)
    , keyboards_(host, input_method_, display, seat_)
    , pointer_(host, display, seat_, layout, scene)
    , touch_(host, seat_, *pointer_.cursor(), scene)
    , gestures_(host, display, seat_, *pointer_.cursor())
    , tablets_(host, display, seat_, pointer_, scene)
    , switches_(host, wl_display_get_event_loop(display))
    , devices_(keyboards_, pointer_, *layout)
    , idle_(display, seat_, visible)
    , transient_({
          .host = host,
          .display = display,
          .layout = layout,
          .scene = scene,
          .keyboards = keyboards_,
          .pointer = pointer_,
          .idle = idle_,
          .visible = std::move(visible),
      })
    , shortcuts_(display, seat_)
    , new_input_(*this, backend.events.new_input)
    , request_selection_(*this, seat_.events.request_set_selection)
    , request_primary_(*this, seat_.events.request_set_primary_selection)
    , pointer_grab_(*this, seat_.events.pointer_grab_begin)
    , keyboard_grab_(*this, seat_.events.keyboard_grab_begin)
    , touch_grab_(*this, seat_.events.touch_grab_begin)
    , keyboard_grab_end_(*this, seat_.events.keyboard_grab_end)
    , loop_(wl_display_get_event_loop(display)) {}

Seat::~Seat() {
    touch_.disconnect();
    gestures_.disconnect();
    tablets_.disconnect();
}

void Seat::focus_keyboard(wlr_surface* surface) {
    if (surface != seat_.keyboard_state.focused_surface) {
        // A menu would keep the keyboard where it is.
        if (menu_client() != nullptr) {
            end_grabs();
        }
        enter_keyboard(surface);
        pointer_.keyboard_focus_changed();
        shortcuts_.update();
        input_method_.focus(surface);
    }
}

void Seat::enter_keyboard(wlr_surface* surface) {
    if (surface == nullptr) {
        wlr_seat_keyboard_notify_clear_focus(&seat_);
        return;
    }
    const auto* keyboard = keyboards_.find(wlr_seat_get_keyboard(&seat_));
    if (keyboard == nullptr) {
        wlr_seat_keyboard_notify_enter(&seat_, surface, nullptr, 0, nullptr);
        return;
    }
    const auto held = keyboard->held();
    wlr_seat_keyboard_notify_enter(
        &seat_, surface, held.data(), held.size(), &keyboard->handle().modifiers
    );
}

void Seat::forbid_grabs(bool forbidden) {
    grabs_forbidden_ = forbidden;
    input_method_.suspend(forbidden);
    if (forbidden) {
        end_grabs();
        touch_.cancel_all();
        tablets_.cancel_all();
        transient_.let_go();
    }
}

void Seat::on_grab() {
    // wlroots is still setting the grab up.
    check_grabs_ = LoopCallback::idle(loop_, [this] { check_grabs(); });
}

void Seat::on_grab_end() {
    // wlroots is still ending it, and whoever ended it may be about to give the keyboard away.
    tell_let_go_ = LoopCallback::idle(loop_, [this] { host_.keyboard_let_go(); });
}

void Seat::check_grabs() {
    // wlroots takes any serial, so a program that the user is not at could hold all input.
    const auto* client = menu_client();
    if (grabs_forbidden_ || (client != nullptr && !attention_.at(client))) {
        end_grabs();
    }
}

const wl_client* Seat::menu_client() const {
    const auto* grab = seat_.keyboard_state.grab;
    const bool drag = seat_.drag != nullptr && grab == &seat_.drag->keyboard_grab;
    if (grab == seat_.keyboard_state.default_grab || drag) {
        return nullptr;
    }
    return static_cast<const wlr_xdg_popup_grab*>(grab->data)->client; // there are no others
}

void Seat::end_grabs() {
    wlr_seat_pointer_end_grab(&seat_);
    wlr_seat_keyboard_end_grab(&seat_);
    wlr_seat_touch_end_grab(&seat_);
}

void Seat::on_new_input(wlr_input_device& device) {
    switch (device.type) {
    case WLR_INPUT_DEVICE_KEYBOARD:
        keyboards_.add_physical(*wlr_keyboard_from_input_device(&device));
        break;
    case WLR_INPUT_DEVICE_POINTER:
        pointer_.add_device(device);
        break;
    case WLR_INPUT_DEVICE_TOUCH:
        pointer_.add_device(device);
        wlr_seat_set_capabilities(&seat_, seat_.capabilities | WL_SEAT_CAPABILITY_TOUCH);
        break;
    case WLR_INPUT_DEVICE_TABLET:
        tablets_.add_tablet(device);
        break;
    case WLR_INPUT_DEVICE_TABLET_PAD:
        tablets_.add_pad(device);
        break;
    case WLR_INPUT_DEVICE_SWITCH:
        switches_.add_device(device);
        break;
    }
    devices_.add(device);
}

void Seat::on_request_selection(wlr_seat_request_set_selection_event& event) {
    wlr_seat_set_selection(&seat_, event.source, event.serial);
}

void Seat::on_request_primary(wlr_seat_request_set_primary_selection_event& event) {
    wlr_seat_set_primary_selection(&seat_, event.source, event.serial);
}

} // namespace exwm_vr::input
