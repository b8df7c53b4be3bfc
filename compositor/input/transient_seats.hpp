// SPDX-License-Identifier: MIT
#pragma once

#include "input/host.hpp"
#include "input/idle.hpp"
#include "input/keyboards.hpp"
#include "input/pointer.hpp"
#include "input/transient_seat.hpp"
#include "wlr/listener.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace exwm_vr::input {

/// Seats besides the one of this machine (ext-transient-seat v1), for programs that show the
/// desktop to somebody else. Only virtual devices that are made for such a seat drive it.
class TransientSeats {
public:
    /// What a seat looks at and tells; all of it outlives the seats.
    struct Place {
        Host& host;
        wl_display* display;
        wlr_output_layout* layout;
        scene::Scene& scene;
        Keyboards& keyboards;
        Pointer& pointer; ///< of the machine's seat: how a cursor looks
        Idle& idle;
        std::function<bool(wlr_surface*)> visible;
    };

    explicit TransientSeats(Place place);
    TransientSeats(const TransientSeats&) = delete;
    TransientSeats& operator=(const TransientSeats&) = delete;
    ~TransientSeats();

    /// What can be seen is something else.
    void refresh();
    /// The session is locked: takes all input from whoever has it.
    void let_go();
    /// The theme of cursors is another.
    void cursors_changed();

private:
    friend class TransientSeat;

    void on_create(wlr_transient_seat_v1& wanted);
    void on_new_keyboard(wlr_virtual_keyboard_v1& keyboard);
    void on_new_pointer(wlr_virtual_pointer_v1_new_pointer_event& event);
    void on_request_shape(wlr_cursor_shape_manager_v1_request_set_shape_event& event);
    [[nodiscard]] TransientSeat* find(const wlr_seat* seat) const;
    void forget(const TransientSeat& seat);

    Place place_;
    std::vector<std::unique_ptr<TransientSeat>> seats_;
    int made_ = 0; ///< ever
    Listener<&TransientSeats::on_create> create_;
    Listener<&TransientSeats::on_new_keyboard> new_keyboard_;
    Listener<&TransientSeats::on_new_pointer> new_pointer_;
    Listener<&TransientSeats::on_request_shape> request_shape_;
};

} // namespace exwm_vr::input
