// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "input/attention.hpp"
#include "input/devices.hpp"
#include "input/gestures.hpp"
#include "input/host.hpp"
#include "input/idle.hpp"
#include "input/input_method.hpp"
#include "input/keyboards.hpp"
#include "input/pointer.hpp"
#include "input/shortcuts.hpp"
#include "input/switches.hpp"
#include "input/tablets.hpp"
#include "input/touch.hpp"
#include "input/transient_seats.hpp"
#include "wlr/event_source.hpp"

namespace exwm_vr::input {

/// The one seat: its devices, the keyboard focus, and the selections.
class Seat {
public:
    Seat(
        Host& host,
        wl_display* display,
        wlr_backend& backend,
        wlr_output_layout* layout,
        scene::Scene& scene,
        std::function<bool(wlr_surface*)> visible
    );
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    ~Seat();

    [[nodiscard]] wlr_seat& handle() const { return seat_; }

    [[nodiscard]] Keyboards& keyboards() { return keyboards_; }

    [[nodiscard]] Pointer& pointer() { return pointer_; }

    [[nodiscard]] const Pointer& pointer() const { return pointer_; }

    [[nodiscard]] Shortcuts& shortcuts() { return shortcuts_; }

    [[nodiscard]] Devices& devices() { return devices_; }

    [[nodiscard]] const Devices& devices() const { return devices_; }

    [[nodiscard]] Idle& idle() { return idle_; }

    [[nodiscard]] Attention& attention() { return attention_; }

    [[nodiscard]] TransientSeats& transient() { return transient_; }

    /// Gives a surface the keyboard; null takes it from whoever has it. An open menu of another
    /// surface is closed.
    void focus_keyboard(wlr_surface* surface);

    /// Whether a menu holds the keyboard.
    [[nodiscard]] bool menu_open() const { return menu_client() != nullptr; }

    /// While @p forbidden, no popup and no drag and drop holds the pointer, the keyboard or touch;
    /// what does so now ends.
    void forbid_grabs(bool forbidden);

private:
    void enter_keyboard(wlr_surface* surface);
    void on_grab();
    void on_grab_end();
    void check_grabs();
    void end_grabs();
    /// The client whose menus hold the keyboard; null for none.
    [[nodiscard]] const wl_client* menu_client() const;
    void on_new_input(wlr_input_device& device);
    void on_request_selection(wlr_seat_request_set_selection_event& event);
    void on_request_primary(wlr_seat_request_set_primary_selection_event& event);

    Host& host_;
    wlr_seat& seat_; ///< dies with the display
    Attention attention_;
    InputMethod input_method_;
    Keyboards keyboards_;
    Pointer pointer_;
    Touch touch_;
    Gestures gestures_;
    Tablets tablets_;
    Switches switches_;
    Devices devices_;
    Idle idle_;
    TransientSeats transient_;
    Shortcuts shortcuts_;
    Listener<&Seat::on_new_input> new_input_;
    Listener<&Seat::on_request_selection> request_selection_;
    Listener<&Seat::on_request_primary> request_primary_;
    bool grabs_forbidden_ = false;
    LoopCallback check_grabs_;
    LoopCallback tell_let_go_;
    Listener<&Seat::on_grab> pointer_grab_;
    Listener<&Seat::on_grab> keyboard_grab_;
    Listener<&Seat::on_grab> touch_grab_;
    Listener<&Seat::on_grab_end> keyboard_grab_end_;
    wl_event_loop* loop_;
};

} // namespace exwm_vr::input
