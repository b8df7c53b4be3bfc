// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "input/constraints.hpp"
#include "input/host.hpp"
#include "input/output_maps.hpp"
#include "wlr/handles.hpp"
#include "wlr/listener.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace exwm_vr::input {

/// The seat's cursor: motion, buttons, scrolling, what lies under it, and dragging windows.
class Pointer {
public:
    Pointer(
        Host& host,
        wl_display* display,
        wlr_seat& seat,
        wlr_output_layout* layout,
        scene::Scene& scene
    );
    Pointer(const Pointer&) = delete;
    Pointer& operator=(const Pointer&) = delete;
    ~Pointer();

    /// Returns whether it changed anything: with the settings that it has, neither is the theme
    /// read again, some hundred files, nor does a client lose the cursor that it shows.
    bool configure(const config::Cursor& settings);
    /// Reads the theme again and shows its default: what was drawn of it is gone.
    void load_theme();

    void add_device(wlr_input_device& device);

    /// By how much what a device scrolls is multiplied; 1 before the device goes.
    void set_scroll_factor(const wlr_input_device& device, double factor);
    [[nodiscard]] double scroll_factor(const wlr_input_device& device) const;

    /// What a tablet's tool does where a client knows no tablets: the same as a mouse.
    void leave(); ///< the surface under it is in a tool's hands
    void tool_moved(std::uint32_t time_ms);
    void tool_button(std::uint32_t time_ms, std::uint32_t button, bool down);

    [[nodiscard]] double x() const { return cursor_->x; } ///< layout coordinates, logical px

    [[nodiscard]] double y() const { return cursor_->y; }

    [[nodiscard]] wlr_cursor* cursor() const { return cursor_.get(); }

    /// How the theme draws it over nothing; null without a theme.
    [[nodiscard]] const wlr_xcursor* default_cursor(double scale) const;
    /// Shows a cursor of the theme, on this or another cursor.
    void show_named_cursor(wlr_cursor& on, const char* name) const;

    [[nodiscard]] wlr_virtual_pointer_manager_v1& virtual_manager() const {
        return virtual_manager_;
    }

    [[nodiscard]] wlr_cursor_shape_manager_v1& shapes() const { return shapes_; }

    /// Moves the cursor to the middle of a box, as when the first output appears.
    void warp(Point to);

    /// What is under the cursor may have changed although it did not move.
    void refresh();

    /// Another surface has the keyboard.
    void keyboard_focus_changed() { constraints_.update(); }

    /// While a window is dragged, motion goes to @p moved (with the distance from where the drag
    /// started, logical px) instead of to clients. Ends when the last button is up, or at
    /// end_drag().
    void begin_drag(
        const std::string& cursor_name,
        std::function<void(double dx, double dy)> moved,
        std::function<void()> ended
    );
    void end_drag();

    [[nodiscard]] bool dragging() const { return drag_.has_value(); }

    [[nodiscard]] bool button_down() const { return !held_.empty(); }

private:
    struct Drag {
        double start_x = 0;
        double start_y = 0;
        std::function<void(double, double)> moved;
        std::function<void()> ended;
    };

    void on_motion(wlr_pointer_motion_event& event);
    void on_motion_absolute(wlr_pointer_motion_absolute_event& event);
    void on_button(wlr_pointer_button_event& event);
    void on_axis(wlr_pointer_axis_event& event);
    void on_frame();
    void on_new_virtual(wlr_virtual_pointer_v1_new_pointer_event& event);
    void on_request_cursor(wlr_seat_pointer_request_set_cursor_event& event);
    void on_request_shape(wlr_cursor_shape_manager_v1_request_set_shape_event& event);
    void on_request_start_drag(wlr_seat_request_start_drag_event& event);
    void on_start_drag(wlr_drag& drag);
    void on_drag_destroy();
    void on_drag_icon_destroy();
    void move(
        wlr_input_device& device,
        std::uint32_t time_ms,
        Constraints::Way wanted,
        Constraints::Way plain
    );
    void moved(std::uint32_t time_ms);
    void enter(const scene::Hit& hit, std::uint32_t time_ms);
    /// While a button is held the surface that got it keeps the pointer, also outside of itself.
    [[nodiscard]] bool held_by_other(const scene::Hit& hit) const;
    /// A menu is open and the pointer is on nothing of its client's: a press only closes it.
    [[nodiscard]] bool beside_menu() const;
    void press(const wlr_pointer_button_event& event);
    void release(const wlr_pointer_button_event& event);
    void place_drag_icon();
    void show_default_cursor();

    Host& host_;
    wlr_seat& seat_;
    scene::Scene& scene_;
    CursorHandle cursor_;
    OutputMaps maps_;         ///< of virtual devices
    config::Cursor settings_; ///< of the theme
    XcursorManager theme_;
    Constraints constraints_;
    wlr_virtual_pointer_manager_v1& virtual_manager_;          ///< dies with the display
    wlr_cursor_shape_manager_v1& shapes_;                      ///< dies with the display
    std::map<const wlr_input_device*, double> scroll_factors_; ///< other than 1
    std::optional<Drag> drag_;
    std::set<std::uint32_t> held_;        ///< buttons that are down, whoever they went to
    std::set<std::uint32_t> sent_;        ///< those of them that a client was told of
    wlr_scene_tree* drag_icon_ = nullptr; ///< dies with its wlr_drag_icon
    wlr_surface* under_ = nullptr;        ///< compared only, never used
    double last_x_ = 0; ///< where the cursor was at the last motion, layout coordinates
    double last_y_ = 0;

    Listener<&Pointer::on_motion> motion_;
    Listener<&Pointer::on_motion_absolute> motion_absolute_;
    Listener<&Pointer::on_button> button_;
    Listener<&Pointer::on_axis> axis_;
    Listener<&Pointer::on_frame> frame_;
    Listener<&Pointer::on_new_virtual> new_virtual_;
    Listener<&Pointer::on_request_cursor> request_cursor_;
    Listener<&Pointer::on_request_shape> request_shape_;
    Listener<&Pointer::on_request_start_drag> request_start_drag_;
    Listener<&Pointer::on_start_drag> start_drag_;
    Listener<&Pointer::on_drag_destroy> drag_destroy_;
    Listener<&Pointer::on_drag_icon_destroy> drag_icon_destroy_;
};

} // namespace exwm_vr::input
