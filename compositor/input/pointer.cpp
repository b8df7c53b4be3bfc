// SPDX-License-Identifier: MIT
#include "input/pointer.hpp"

#include "base/log.hpp"
#include "input/clock.hpp"
#include "input/cursor_surface.hpp"
#include "input/drags.hpp"
#include "scene/surface_scale.hpp"

#include <cmath>
#include <tuple>
#include <utility>

namespace exwm_vr::input {
namespace {

constexpr std::uint32_t cursor_shape_version = 2;

} // namespace

Pointer::Pointer(
    Host& host, wl_display* display, wlr_seat& seat, wlr_output_layout* layout, scene::Scene& scene
)
    : host_(host)
    , seat_(seat)
    , scene_(scene)
    , cursor_(wlr_cursor_create())
    , maps_(*cursor_)
    , constraints_(display, seat, *cursor_)
    , virtual_manager_(*wlr_virtual_pointer_manager_v1_create(display))
    , shapes_(*wlr_cursor_shape_manager_v1_create(display, cursor_shape_version))
    , motion_(*this, cursor_->events.motion)
    , motion_absolute_(*this, cursor_->events.motion_absolute)
    , button_(*this, cursor_->events.button)
    , axis_(*this, cursor_->events.axis)
    , frame_(*this, cursor_->events.frame)
    , new_virtual_(*this, virtual_manager_.events.new_virtual_pointer)
    , request_cursor_(*this, seat.events.request_set_cursor)
    , request_shape_(*this, shapes_.events.request_set_shape)
    , request_start_drag_(*this, seat.events.request_start_drag)
    , start_drag_(*this, seat.events.start_drag)
    , drag_destroy_(*this)
    , drag_icon_destroy_(*this) {
    wlr_cursor_attach_output_layout(cursor_.get(), layout);
}

Pointer::~Pointer() {
    // The cursor asserts that nobody listens to it when it is destroyed.
    motion_.disconnect();
    motion_absolute_.disconnect();
    button_.disconnect();
    axis_.disconnect();
    frame_.disconnect();
}

bool Pointer::configure(const config::Cursor& settings) {
    if (theme_ && settings == settings_) {
        return false;
    }
    settings_ = settings;
    load_theme();
    return true;
}

void Pointer::load_theme() {
    theme_.reset(wlr_xcursor_manager_create(
        settings_.theme.empty() ? nullptr : settings_.theme.c_str(),
        static_cast<std::uint32_t>(settings_.size)
    ));
    show_default_cursor();
}

void Pointer::show_default_cursor() {
    show_named_cursor(*cursor_, "default");
}

void Pointer::show_named_cursor(wlr_cursor& on, const char* name) const {
    if (theme_) {
        wlr_cursor_set_xcursor(&on, theme_.get(), name);
    }
}

const wlr_xcursor* Pointer::default_cursor(double scale) const {
    const auto size = static_cast<float>(scale);
    return theme_ && wlr_xcursor_manager_load(theme_.get(), size)
               ? wlr_xcursor_manager_get_xcursor(theme_.get(), "default", size)
               : nullptr;
}

void Pointer::add_device(wlr_input_device& device) {
    wlr_cursor_attach_input_device(cursor_.get(), &device);
}

void Pointer::set_scroll_factor(const wlr_input_device& device, double factor) {
    if (factor == 1) {
        scroll_factors_.erase(&device);
    } else {
        scroll_factors_[&device] = factor;
    }
}

double Pointer::scroll_factor(const wlr_input_device& device) const {
    const auto found = scroll_factors_.find(&device);
    return found != scroll_factors_.end() ? found->second : 1;
}

void Pointer::leave() {
    under_ = nullptr;
    wlr_seat_pointer_notify_clear_focus(&seat_);
    show_default_cursor();
}

void Pointer::tool_moved(std::uint32_t time_ms) {
    moved(time_ms);
    on_frame();
}

void Pointer::tool_button(std::uint32_t time_ms, std::uint32_t button, bool down) {
    wlr_pointer_button_event event{
        .pointer = nullptr,
        .time_msec = time_ms,
        .button = button,
        .state = down ? WL_POINTER_BUTTON_STATE_PRESSED : WL_POINTER_BUTTON_STATE_RELEASED,
    };
    on_button(event);
    on_frame();
}

void Pointer::warp(Point to) {
    wlr_cursor_warp_closest(cursor_.get(), nullptr, to.x, to.y);
    refresh();
}

void Pointer::refresh() {
    if (drag_) {
        return;
    }
    const auto hit = scene_.at(x(), y());
    const auto& state = seat_.pointer_state;
    if (held_by_other(hit) && scene_.find(*state.focused_surface)) {
        return;
    }
    const auto before = std::tuple(state.focused_surface, state.sx, state.sy);
    enter(hit, now_ms());
    // No device says here that its events are complete.
    if (before != std::tuple(state.focused_surface, state.sx, state.sy)) {
        on_frame();
    }
}

bool Pointer::held_by_other(const scene::Hit& hit) const {
    const auto& state = seat_.pointer_state;
    // X11 programs drag without wlroots' grab: the pointer stays with them.
    const bool grabbed = seat_.drag != nullptr && seat_.drag->grab_type != WLR_DRAG_GRAB_KEYBOARD;
    return state.button_count > 0 && !grabbed && state.focused_surface != nullptr &&
           hit.surface != state.focused_surface;
}

void Pointer::enter(const scene::Hit& hit, std::uint32_t time_ms) {
    if (hit.surface == nullptr) {
        if (std::exchange(under_, nullptr) != nullptr ||
            seat_.pointer_state.focused_surface != nullptr) {
            wlr_seat_pointer_notify_clear_focus(&seat_);
            constraints_.update();
            show_default_cursor();
        }
        return;
    }
    under_ = hit.surface;
    wlr_seat_pointer_notify_enter(&seat_, hit.surface, hit.surface_x, hit.surface_y);
    wlr_seat_pointer_notify_motion(&seat_, time_ms, hit.surface_x, hit.surface_y);
    constraints_.update();
}

void Pointer::moved(std::uint32_t time_ms) {
    host_.activity();
    if (drag_) {
        drag_->moved(x() - drag_->start_x, y() - drag_->start_y);
        return;
    }
    place_drag_icon();
    const auto hit = scene_.at(x(), y());
    if (held_by_other(hit)) {
        const auto& state = seat_.pointer_state;
        const double scale = scene::SurfaceScale::of(state.focused_surface);
        wlr_seat_pointer_notify_motion(
            &seat_, time_ms, state.sx + (x() - last_x_) * scale, state.sy + (y() - last_y_) * scale
        );
        last_x_ = x();
        last_y_ = y();
        host_.pointer_over(hit);
        return;
    }
    last_x_ = x();
    last_y_ = y();
    enter(hit, time_ms);
    host_.pointer_over(hit);
    host_.pointer_entered(hit);
}

void Pointer::on_motion(wlr_pointer_motion_event& event) {
    move(
        event.pointer->base,
        event.time_msec,
        {.dx = event.delta_x, .dy = event.delta_y},
        {.dx = event.unaccel_dx, .dy = event.unaccel_dy}
    );
}

void Pointer::move(
    wlr_input_device& device, std::uint32_t time_ms, Constraints::Way wanted, Constraints::Way plain
) {
    const auto way = constraints_.allowed(wanted);
    const auto* before = seat_.pointer_state.focused_surface;
    if (constraints_.locked()) {
        host_.activity();
    } else {
        wlr_cursor_move(cursor_.get(), &device, way.dx, way.dy);
        moved(time_ms);
    }
    // A surface that was entered knows the place, and the way there was not on it. Xwayland would
    // take it for a way from that place on.
    if (!drag_ && before == seat_.pointer_state.focused_surface) {
        constraints_.tell(time_ms, wanted, plain);
    }
}

void Pointer::on_motion_absolute(wlr_pointer_motion_absolute_event& event) {
    double to_x = x();
    double to_y = y();
    wlr_cursor_absolute_to_layout_coords(
        cursor_.get(), &event.pointer->base, event.x, event.y, &to_x, &to_y
    );
    const Constraints::Way way{.dx = to_x - x(), .dy = to_y - y()};
    move(event.pointer->base, event.time_msec, way, way);
}

void Pointer::on_button(wlr_pointer_button_event& event) {
    host_.activity();
    if (event.state == WL_POINTER_BUTTON_STATE_PRESSED) {
        press(event);
    } else {
        release(event);
    }
}

void Pointer::press(const wlr_pointer_button_event& event) {
    held_.insert(event.button);
    const auto hit = scene_.at(x(), y());
    auto* keyboard = wlr_seat_get_keyboard(&seat_);
    const auto modifiers = keyboard != nullptr ? wlr_keyboard_get_modifiers(keyboard) : 0U;
    const bool closes_menu = beside_menu();
    if (closes_menu) {
        wlr_seat_pointer_end_grab(&seat_);
    }
    host_.clicked(hit);
    if (hit.tag.window.valid() && (modifiers & WLR_MODIFIER_LOGO) != 0 &&
        (event.button == BTN_LEFT || event.button == BTN_RIGHT)) {
        host_.super_dragged(hit, event.button);
    }
    if (!drag_ && !closes_menu) {
        sent_.insert(event.button);
        wlr_seat_pointer_notify_button(&seat_, event.time_msec, event.button, event.state);
    }
}

bool Pointer::beside_menu() const {
    const auto& state = seat_.pointer_state;
    const bool drag = seat_.drag != nullptr && state.grab == &seat_.drag->pointer_grab;
    return state.grab != state.default_grab && !drag && state.focused_surface == nullptr;
}

void Pointer::release(const wlr_pointer_button_event& event) {
    held_.erase(event.button);
    // Also during a window's drag: the button that the client began it with is up now.
    if (sent_.erase(event.button) > 0) {
        wlr_seat_pointer_notify_button(&seat_, event.time_msec, event.button, event.state);
    }
    if (held_.empty()) {
        if (drag_) {
            end_drag();
        } else {
            refresh();
        }
        host_.pointer_over(scene_.at(x(), y()));
    }
}

void Pointer::on_axis(wlr_pointer_axis_event& event) {
    host_.activity();
    const double factor = scroll_factor(event.pointer->base);
    wlr_seat_pointer_notify_axis(
        &seat_,
        event.time_msec,
        event.orientation,
        event.delta * factor,
        static_cast<std::int32_t>(std::lround(event.delta_discrete * factor)),
        event.source,
        event.relative_direction
    );
}

void Pointer::on_frame() {
    wlr_seat_pointer_notify_frame(&seat_);
}

void Pointer::on_new_virtual(wlr_virtual_pointer_v1_new_pointer_event& event) {
    if (event.suggested_seat != nullptr && event.suggested_seat != &seat_) {
        return; // see TransientSeats
    }
    auto& device = event.new_pointer->pointer.base;
    add_device(device);
    if (event.suggested_output != nullptr) {
        maps_.map(device, *event.suggested_output);
    }
}

void Pointer::on_request_cursor(wlr_seat_pointer_request_set_cursor_event& event) {
    if (event.seat_client == seat_.pointer_state.focused_client && !drag_) {
        show_cursor_surface(*cursor_, event.surface, event.hotspot_x, event.hotspot_y);
    }
}

void Pointer::on_request_shape(wlr_cursor_shape_manager_v1_request_set_shape_event& event) {
    const auto* tool = event.tablet_tool; // null: the pointer's own shape
    const bool focused = tool == nullptr
                             ? event.seat_client == seat_.pointer_state.focused_client
                             : tool->focused_surface != nullptr &&
                                   wl_resource_get_client(tool->focused_surface->resource) ==
                                       event.seat_client->client;
    if (focused && !drag_ && theme_) {
        wlr_cursor_set_xcursor(cursor_.get(), theme_.get(), wlr_cursor_shape_v1_name(event.shape));
    }
}

void Pointer::on_request_start_drag(wlr_seat_request_start_drag_event& event) {
    if (event.drag->source == nullptr) {
        // wlroots reads the source when a finger lets go, and when X11 programs run.
        log::debug("a drag of nothing was refused");
        refuse_drag(*event.drag);
        return;
    }
    if (wlr_seat_validate_pointer_grab_serial(&seat_, event.origin, event.serial)) {
        wlr_seat_start_pointer_drag(&seat_, event.drag, event.serial);
        return;
    }
    wlr_touch_point* point = nullptr;
    if (wlr_seat_validate_touch_grab_serial(&seat_, event.origin, event.serial, &point)) {
        wlr_seat_start_touch_drag(&seat_, event.drag, event.serial, point);
        return;
    }
    log::debug("a drag with the outdated serial {} was refused", event.serial);
    refuse_drag(*event.drag);
}

void Pointer::on_start_drag(wlr_drag& drag) {
    drag_destroy_.connect(drag.events.destroy);
    if (drag.icon == nullptr) {
        return;
    }
    drag_icon_ = wlr_scene_drag_icon_create(scene_.layer(scene::Layer::drag), drag.icon);
    if (drag_icon_ != nullptr) {
        drag_icon_destroy_.connect(drag_icon_->node.events.destroy);
        place_drag_icon();
    }
}

void Pointer::place_drag_icon() {
    if (drag_icon_ != nullptr) {
        wlr_scene_node_set_position(
            &drag_icon_->node,
            static_cast<int>(std::lround(x())),
            static_cast<int>(std::lround(y()))
        );
    }
}

void Pointer::on_drag_icon_destroy() {
    drag_icon_destroy_.disconnect();
    drag_icon_ = nullptr;
}

void Pointer::on_drag_destroy() {
    drag_destroy_.disconnect();
    refresh();
}

} // namespace exwm_vr::input
