// SPDX-License-Identifier: MIT
#include "input/transient_seat.hpp"

#include "base/log.hpp"
#include "input/clock.hpp"
#include "input/cursor_surface.hpp"
#include "input/drags.hpp"
#include "input/transient_seats.hpp"

#include <algorithm>

namespace exwm_vr::input {
/// A virtual keyboard that was made for the seat. Its keys are no bindings.
class TransientSeat::Keyboard {
public:
    Keyboard(TransientSeat& owner, wlr_keyboard& handle)
        : owner_(owner)
        , handle_(handle)
        , key_(*this, handle.events.key)
        , modifiers_(*this, handle.events.modifiers)
        , destroy_(*this, handle.base.events.destroy) {}

private:
    void on_key(wlr_keyboard_key_event& event) {
        owner_.owner_.place_.idle.activity(owner_.seat_);
        wlr_seat_set_keyboard(&owner_.seat_, &handle_);
        wlr_seat_keyboard_notify_key(&owner_.seat_, event.time_msec, event.keycode, event.state);
    }

    void on_modifiers() {
        wlr_seat_set_keyboard(&owner_.seat_, &handle_);
        wlr_seat_keyboard_notify_modifiers(&owner_.seat_, &handle_.modifiers);
    }

    void on_destroy() {
        std::erase_if(owner_.keyboards_, [this](const auto& owned) { return owned.get() == this; });
    }

    TransientSeat& owner_;
    wlr_keyboard& handle_;
    Listener<&Keyboard::on_key> key_;
    Listener<&Keyboard::on_modifiers> modifiers_;
    Listener<&Keyboard::on_destroy> destroy_;
};

TransientSeat::TransientSeat(TransientSeats& owner, wlr_seat& seat)
    : owner_(owner)
    , seat_(seat)
    , cursor_(wlr_cursor_create())
    , maps_(*cursor_)
    , motion_(*this, cursor_->events.motion)
    , motion_absolute_(*this, cursor_->events.motion_absolute)
    , button_(*this, cursor_->events.button)
    , axis_(*this, cursor_->events.axis)
    , frame_(*this, cursor_->events.frame)
    , request_cursor_(*this, seat.events.request_set_cursor)
    , request_selection_(*this, seat.events.request_set_selection)
    , request_primary_(*this, seat.events.request_set_primary_selection)
    , request_start_drag_(*this, seat.events.request_start_drag)
    , destroy_(*this, seat.events.destroy) {
    wlr_cursor_attach_output_layout(cursor_.get(), owner.place_.layout);
    const auto& first = owner.place_.pointer;
    wlr_cursor_warp_closest(cursor_.get(), nullptr, first.x(), first.y());
    show_default_cursor();
}

TransientSeat::~TransientSeat() {
    log::info("seat {} is gone", seat_.name);
}

void TransientSeat::on_destroy() {
    owner_.place_.host.seat_ends(seat_);
    owner_.forget(*this); // deletes this
}

void TransientSeat::add_keyboard(wlr_keyboard& keyboard) {
    keyboards_.push_back(std::make_unique<Keyboard>(*this, keyboard));
}

void TransientSeat::add_pointer(wlr_input_device& device, wlr_output* output) {
    wlr_cursor_attach_input_device(cursor_.get(), &device);
    if (output != nullptr) {
        maps_.map(device, *output);
    }
}

void TransientSeat::show_default_cursor() {
    owner_.place_.pointer.show_named_cursor(*cursor_, "default");
}

void TransientSeat::show_cursor(const wlr_seat_client& by, const char* name) {
    if (&by == seat_.pointer_state.focused_client) {
        owner_.place_.pointer.show_named_cursor(*cursor_, name);
    }
}

void TransientSeat::on_request_cursor(wlr_seat_pointer_request_set_cursor_event& event) {
    if (event.seat_client == seat_.pointer_state.focused_client) {
        show_cursor_surface(*cursor_, event.surface, event.hotspot_x, event.hotspot_y);
    }
}

void TransientSeat::on_request_selection(wlr_seat_request_set_selection_event& event) {
    wlr_seat_set_selection(&seat_, event.source, event.serial);
}

void TransientSeat::on_request_primary(wlr_seat_request_set_primary_selection_event& event) {
    wlr_seat_set_primary_selection(&seat_, event.source, event.serial);
}

void TransientSeat::on_request_start_drag(wlr_seat_request_start_drag_event& event) {
    log::debug("seat {}: a drag was refused", seat_.name);
    refuse_drag(*event.drag);
}

void TransientSeat::on_motion(wlr_pointer_motion_event& event) {
    wlr_cursor_move(cursor_.get(), &event.pointer->base, event.delta_x, event.delta_y);
    moved(event.time_msec);
}

void TransientSeat::on_motion_absolute(wlr_pointer_motion_absolute_event& event) {
    wlr_cursor_warp_absolute(cursor_.get(), &event.pointer->base, event.x, event.y);
    moved(event.time_msec);
}

void TransientSeat::moved(std::uint32_t time_ms) {
    owner_.place_.idle.activity(seat_);
    const auto& state = seat_.pointer_state;
    if (state.button_count > 0 && state.focused_surface != nullptr) {
        // The surface that got the button keeps the pointer, also outside of itself.
        wlr_seat_pointer_notify_motion(
            &seat_, time_ms, origin_.surface_x(cursor_->x), origin_.surface_y(cursor_->y)
        );
        return;
    }
    enter(owner_.place_.scene.at(cursor_->x, cursor_->y), time_ms);
}

void TransientSeat::enter(const scene::Hit& hit, std::uint32_t time_ms) {
    if (hit.surface == nullptr) {
        if (seat_.pointer_state.focused_surface != nullptr) {
            wlr_seat_pointer_notify_clear_focus(&seat_);
            show_default_cursor();
        }
        return;
    }
    origin_ = {cursor_->x, cursor_->y, hit};
    wlr_seat_pointer_notify_enter(&seat_, hit.surface, hit.surface_x, hit.surface_y);
    wlr_seat_pointer_notify_motion(&seat_, time_ms, hit.surface_x, hit.surface_y);
}

void TransientSeat::on_button(wlr_pointer_button_event& event) {
    owner_.place_.idle.activity(seat_);
    if (event.state == WL_POINTER_BUTTON_STATE_PRESSED) {
        const auto hit = owner_.place_.scene.at(cursor_->x, cursor_->y);
        if (seat_.pointer_state.focused_surface == nullptr) {
            end_grabs(); // beside an open menu
        }
        if (auto* surface = owner_.place_.host.takes_keyboard(hit)) {
            focus(surface);
        }
    }
    wlr_seat_pointer_notify_button(&seat_, event.time_msec, event.button, event.state);
    if (seat_.pointer_state.button_count == 0) {
        refresh();
    }
}

void TransientSeat::on_axis(wlr_pointer_axis_event& event) {
    owner_.place_.idle.activity(seat_);
    wlr_seat_pointer_notify_axis(
        &seat_,
        event.time_msec,
        event.orientation,
        event.delta,
        event.delta_discrete,
        event.source,
        event.relative_direction
    );
}

void TransientSeat::on_frame() {
    wlr_seat_pointer_notify_frame(&seat_);
}

void TransientSeat::focus(wlr_surface* surface) {
    if (surface == seat_.keyboard_state.focused_surface) {
        return;
    }
    end_grabs(); // a menu would keep the keyboard where it is
    if (surface == nullptr) {
        wlr_seat_keyboard_notify_clear_focus(&seat_);
    } else if (auto* keyboard = wlr_seat_get_keyboard(&seat_)) {
        wlr_seat_keyboard_notify_enter(
            &seat_, surface, keyboard->keycodes, keyboard->num_keycodes, &keyboard->modifiers
        );
    } else {
        wlr_seat_keyboard_notify_enter(&seat_, surface, nullptr, 0, nullptr);
    }
}

void TransientSeat::end_grabs() {
    wlr_seat_pointer_end_grab(&seat_);
    wlr_seat_keyboard_end_grab(&seat_);
    wlr_seat_touch_end_grab(&seat_);
}

void TransientSeat::refresh() {
    const auto& place = owner_.place_;
    if (auto* typing = seat_.keyboard_state.focused_surface;
        typing != nullptr && !place.visible(typing)) {
        focus(nullptr);
    }
    const auto& state = seat_.pointer_state;
    if (state.button_count > 0 && state.focused_surface != nullptr &&
        place.scene.find(*state.focused_surface)) {
        return;
    }
    const auto* before = state.focused_surface;
    enter(place.scene.at(cursor_->x, cursor_->y), now_ms());
    if (before != state.focused_surface) {
        on_frame();
    }
}

void TransientSeat::let_go() {
    end_grabs();
    focus(nullptr);
    wlr_seat_pointer_notify_clear_focus(&seat_);
    show_default_cursor();
}

} // namespace exwm_vr::input
