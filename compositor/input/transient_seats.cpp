// SPDX-License-Identifier: MIT
#include "input/transient_seats.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <string>

namespace exwm_vr::input {
namespace {

constexpr std::size_t max_seats = 16; ///< at a time

} // namespace

TransientSeats::TransientSeats(Place place)
    : place_(std::move(place))
    , create_(*this, wlr_transient_seat_manager_v1_create(place_.display)->events.create_seat)
    , new_keyboard_(*this, place_.keyboards.virtual_manager().events.new_virtual_keyboard)
    , new_pointer_(*this, place_.pointer.virtual_manager().events.new_virtual_pointer)
    , request_shape_(*this, place_.pointer.shapes().events.request_set_shape) {}

TransientSeats::~TransientSeats() = default;

void TransientSeats::on_create(wlr_transient_seat_v1& wanted) {
    pid_t pid = 0;
    wl_client_get_credentials(wl_resource_get_client(wanted.resource), &pid, nullptr, nullptr);
    const auto name = "transient-" + std::to_string(++made_);
    auto* seat =
        seats_.size() < max_seats ? wlr_seat_create(place_.display, name.c_str()) : nullptr;
    if (seat == nullptr) {
        log::warn("pid {} asks for a seat, and there are {} already", pid, seats_.size());
        wlr_transient_seat_v1_deny(&wanted);
        return;
    }
    log::info("seat {} for pid {}", name, pid);
    wlr_seat_set_capabilities(seat, WL_SEAT_CAPABILITY_KEYBOARD | WL_SEAT_CAPABILITY_POINTER);
    seats_.push_back(std::make_unique<TransientSeat>(*this, *seat));
    wlr_transient_seat_v1_ready(&wanted, seat);
}

void TransientSeats::on_new_keyboard(wlr_virtual_keyboard_v1& keyboard) {
    if (auto* seat = find(keyboard.seat)) {
        seat->add_keyboard(keyboard.keyboard);
    }
}

void TransientSeats::on_new_pointer(wlr_virtual_pointer_v1_new_pointer_event& event) {
    if (auto* seat = find(event.suggested_seat)) {
        seat->add_pointer(event.new_pointer->pointer.base, event.suggested_output);
    }
}

void TransientSeats::on_request_shape(wlr_cursor_shape_manager_v1_request_set_shape_event& event) {
    auto* seat = find(event.seat_client->seat);
    if (seat != nullptr && event.tablet_tool == nullptr) {
        seat->show_cursor(*event.seat_client, wlr_cursor_shape_v1_name(event.shape));
    }
}

TransientSeat* TransientSeats::find(const wlr_seat* seat) const {
    const auto found =
        std::ranges::find_if(seats_, [&](const auto& owned) { return &owned->handle() == seat; });
    return found != seats_.end() ? found->get() : nullptr;
}

void TransientSeats::forget(const TransientSeat& seat) {
    std::erase_if(seats_, [&](const auto& owned) { return owned.get() == &seat; });
}

void TransientSeats::refresh() {
    for (const auto& seat : seats_) {
        seat->refresh();
    }
}

void TransientSeats::let_go() {
    for (const auto& seat : seats_) {
        seat->let_go();
    }
}

void TransientSeats::cursors_changed() {
    for (const auto& seat : seats_) {
        seat->show_default_cursor();
    }
}

} // namespace exwm_vr::input
