// SPDX-License-Identifier: MIT
#pragma once

#include "input/output_maps.hpp"
#include "scene/scene.hpp"
#include "wlr/handles.hpp"
#include "wlr/listener.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace exwm_vr::input {

class TransientSeats;

/// A seat that a program has made for itself: another person's, who looks on from afar. It has a
/// pointer and a keyboard focus of its own, moved by its clicks alone, and no part in bindings and
/// in the focus of the desktop. There is no drag and drop on it. Goes with its wlr_seat.
class TransientSeat {
public:
    TransientSeat(TransientSeats& owner, wlr_seat& seat);
    TransientSeat(const TransientSeat&) = delete;
    TransientSeat& operator=(const TransientSeat&) = delete;
    ~TransientSeat();

    [[nodiscard]] wlr_seat& handle() const { return seat_; }

    void add_keyboard(wlr_keyboard& keyboard);
    /// @p output is the one that it is for; null for all.
    void add_pointer(wlr_input_device& device, wlr_output* output);

    /// What can be seen is something else.
    void refresh();
    /// Takes all input from whoever has it.
    void let_go();
    void show_default_cursor();
    void show_cursor(const wlr_seat_client& by, const char* name);

private:
    class Keyboard;

    void on_motion(wlr_pointer_motion_event& event);
    void on_motion_absolute(wlr_pointer_motion_absolute_event& event);
    void on_button(wlr_pointer_button_event& event);
    void on_axis(wlr_pointer_axis_event& event);
    void on_frame();
    void on_request_cursor(wlr_seat_pointer_request_set_cursor_event& event);
    void on_request_selection(wlr_seat_request_set_selection_event& event);
    void on_request_primary(wlr_seat_request_set_primary_selection_event& event);
    void on_request_start_drag(wlr_seat_request_start_drag_event& event);
    void on_destroy();
    void moved(std::uint32_t time_ms);
    void enter(const scene::Hit& hit, std::uint32_t time_ms);
    void focus(wlr_surface* surface);
    void end_grabs();

    TransientSeats& owner_;
    wlr_seat& seat_;
    CursorHandle cursor_;
    OutputMaps maps_;
    std::vector<std::unique_ptr<Keyboard>> keyboards_;
    scene::SurfaceOrigin origin_; ///< of the surface under it
    Listener<&TransientSeat::on_motion> motion_;
    Listener<&TransientSeat::on_motion_absolute> motion_absolute_;
    Listener<&TransientSeat::on_button> button_;
    Listener<&TransientSeat::on_axis> axis_;
    Listener<&TransientSeat::on_frame> frame_;
    Listener<&TransientSeat::on_request_cursor> request_cursor_;
    Listener<&TransientSeat::on_request_selection> request_selection_;
    Listener<&TransientSeat::on_request_primary> request_primary_;
    Listener<&TransientSeat::on_request_start_drag> request_start_drag_;
    Listener<&TransientSeat::on_destroy> destroy_;
};

} // namespace exwm_vr::input
