// SPDX-License-Identifier: MIT
#include "conformance/devices.hpp"

#include <ctime>

namespace exwm_vr::conformance {
namespace {

constexpr wlr_pointer_impl pointer_kind{.name = "wlcs-pointer"};
constexpr wlr_touch_impl touch_kind{.name = "wlcs-touch"};

std::uint32_t now_ms() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint32_t>(now.tv_sec * 1000 + now.tv_nsec / 1'000'000);
}

struct Share {
    double x = 0; ///< of the output's width, 0 to 1
    double y = 0;
};

Share share(const server::Server::Parts& parts, double x, double y) {
    wlr_box box{};
    wlr_output_layout_get_box(&parts.layout, nullptr, &box);
    return {(x - box.x) / box.width, (y - box.y) / box.height};
}

Mouse& mouse(WlcsPointer* pointer) {
    return static_cast<Mouse&>(*pointer);
}

} // namespace

Mouse::Mouse(LoopThread& thread)
    : WlcsPointer{}
    , thread_(thread)
    , device_(std::make_unique<wlr_pointer>()) {
    version = WLCS_POINTER_VERSION;
    move_absolute = [](WlcsPointer* self, wl_fixed_t x, wl_fixed_t y) {
        mouse(self).move_to(wl_fixed_to_double(x), wl_fixed_to_double(y));
    };
    move_relative = [](WlcsPointer* self, wl_fixed_t dx, wl_fixed_t dy) {
        mouse(self).move_by(wl_fixed_to_double(dx), wl_fixed_to_double(dy));
    };
    button_up = [](WlcsPointer* self, int code) {
        mouse(self).button(static_cast<std::uint32_t>(code), false);
    };
    button_down = [](WlcsPointer* self, int code) {
        mouse(self).button(static_cast<std::uint32_t>(code), true);
    };
    destroy = [](WlcsPointer* self) { std::unique_ptr<Mouse>{&mouse(self)}.reset(); };
    thread_.call([this](auto parts) {
        wlr_pointer_init(device_.get(), &pointer_kind, pointer_kind.name);
        wl_signal_emit_mutable(&parts.backend.events.new_input, &device_->base);
    });
}

Mouse::~Mouse() {
    thread_.call([this](auto /*parts*/) { wlr_pointer_finish(device_.get()); });
}

void Mouse::move_to(double x, double y) {
    thread_.call([&](auto parts) {
        const auto at = share(parts, x, y);
        wlr_pointer_motion_absolute_event event{
            .pointer = device_.get(), .time_msec = now_ms(), .x = at.x, .y = at.y
        };
        wl_signal_emit_mutable(&device_->events.motion_absolute, &event);
        wl_signal_emit_mutable(&device_->events.frame, device_.get());
    });
}

void Mouse::move_by(double dx, double dy) {
    thread_.call([&](auto /*parts*/) {
        wlr_pointer_motion_event event{
            .pointer = device_.get(),
            .time_msec = now_ms(),
            .delta_x = dx,
            .delta_y = dy,
            .unaccel_dx = dx,
            .unaccel_dy = dy,
        };
        wl_signal_emit_mutable(&device_->events.motion, &event);
        wl_signal_emit_mutable(&device_->events.frame, device_.get());
    });
}

void Mouse::button(std::uint32_t button, bool down) {
    thread_.call([&](auto /*parts*/) {
        wlr_pointer_button_event event{
            .pointer = device_.get(),
            .time_msec = now_ms(),
            .button = button,
            .state = down ? WL_POINTER_BUTTON_STATE_PRESSED : WL_POINTER_BUTTON_STATE_RELEASED,
        };
        wlr_pointer_notify_button(device_.get(), &event);
        wl_signal_emit_mutable(&device_->events.frame, device_.get());
    });
}

TouchScreen::TouchScreen(LoopThread& thread)
    : thread_(thread)
    , device_(std::make_unique<wlr_touch>()) {
    thread_.call([this](auto parts) {
        wlr_touch_init(device_.get(), &touch_kind, touch_kind.name);
        wl_signal_emit_mutable(&parts.backend.events.new_input, &device_->base);
    });
}

TouchScreen::~TouchScreen() {
    thread_.call([this](auto /*parts*/) { wlr_touch_finish(device_.get()); });
}

void TouchScreen::down(int id, double x, double y) {
    thread_.call([&](auto parts) {
        const auto at = share(parts, x, y);
        wlr_touch_down_event event{
            .touch = device_.get(), .time_msec = now_ms(), .touch_id = id, .x = at.x, .y = at.y
        };
        wl_signal_emit_mutable(&device_->events.down, &event);
        wl_signal_emit_mutable(&device_->events.frame, nullptr);
    });
}

void TouchScreen::move(int id, double x, double y) {
    thread_.call([&](auto parts) {
        const auto at = share(parts, x, y);
        wlr_touch_motion_event event{
            .touch = device_.get(), .time_msec = now_ms(), .touch_id = id, .x = at.x, .y = at.y
        };
        wl_signal_emit_mutable(&device_->events.motion, &event);
        wl_signal_emit_mutable(&device_->events.frame, nullptr);
    });
}

void TouchScreen::up(int id) {
    thread_.call([&](auto /*parts*/) {
        wlr_touch_up_event event{.touch = device_.get(), .time_msec = now_ms(), .touch_id = id};
        wl_signal_emit_mutable(&device_->events.up, &event);
        wl_signal_emit_mutable(&device_->events.frame, nullptr);
    });
}

Finger::Finger(TouchScreen& screen)
    : WlcsTouch{}
    , screen_(screen)
    , id_(screen.new_finger()) {
    version = WLCS_TOUCH_VERSION;
    // The header says wl_fixed_t; what WLCS passes are whole pixels.
    touch_down = [](WlcsTouch* touch, wl_fixed_t x, wl_fixed_t y) {
        of(touch).screen_.down(of(touch).id_, x, y);
    };
    touch_move = [](WlcsTouch* touch, wl_fixed_t x, wl_fixed_t y) {
        of(touch).screen_.move(of(touch).id_, x, y);
    };
    touch_up = [](WlcsTouch* touch) { of(touch).screen_.up(of(touch).id_); };
    destroy = [](WlcsTouch* touch) { std::unique_ptr<Finger>{&of(touch)}.reset(); };
}

} // namespace exwm_vr::conformance
