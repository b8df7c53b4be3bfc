// SPDX-License-Identifier: MIT
#include "wlr/event_source.hpp"

#include <cstdint>
#include <utility>

namespace exwm_vr {
namespace {

// The callback is copied first: it may destroy the object that holds it.
void run(const std::function<void()>& held) noexcept {
    const auto callback = held;
    callback();
}

} // namespace

LoopCallback
LoopCallback::on_signal(wl_event_loop* loop, int number, std::function<void()> callback) {
    LoopCallback result;
    result.state_ = std::make_unique<State>(std::move(callback));
    result.state_->source.reset(wl_event_loop_add_signal(
        loop,
        number,
        [](int, void* data) {
            run(static_cast<State*>(data)->callback);
            return 0;
        },
        result.state_.get()
    ));
    return result;
}

LoopCallback LoopCallback::timer(wl_event_loop* loop, std::function<void()> callback) {
    LoopCallback result;
    result.state_ = std::make_unique<State>(std::move(callback));
    result.state_->source.reset(wl_event_loop_add_timer(
        loop,
        [](void* data) {
            run(static_cast<State*>(data)->callback);
            return 0;
        },
        result.state_.get()
    ));
    return result;
}

LoopCallback LoopCallback::on_fd(
    wl_event_loop* loop, int fd, std::uint32_t events, std::function<void()> callback
) {
    LoopCallback result;
    result.state_ = std::make_unique<State>(std::move(callback));
    result.state_->source.reset(wl_event_loop_add_fd(
        loop,
        fd,
        events,
        [](int, std::uint32_t, void* data) {
            run(static_cast<State*>(data)->callback);
            return 0;
        },
        result.state_.get()
    ));
    return result;
}

LoopCallback
LoopCallback::on_readable(wl_event_loop* loop, int fd, std::function<void()> callback) {
    return on_fd(loop, fd, WL_EVENT_READABLE, std::move(callback));
}

LoopCallback
LoopCallback::on_writable(wl_event_loop* loop, int fd, std::function<void()> callback) {
    return on_fd(loop, fd, WL_EVENT_WRITABLE, std::move(callback));
}

LoopCallback LoopCallback::idle(wl_event_loop* loop, std::function<void()> callback) {
    LoopCallback result;
    result.state_ = std::make_unique<State>(std::move(callback));
    result.state_->source.reset(wl_event_loop_add_idle(
        loop,
        [](void* data) {
            auto* state = static_cast<State*>(data);
            // libwayland removes an idle source before it runs.
            state->source.get_deleter().removed = true;
            state->source.reset();
            run(state->callback);
        },
        result.state_.get()
    ));
    return result;
}

void LoopCallback::arm(int milliseconds) const {
    wl_event_source_timer_update(state_->source.get(), milliseconds);
}

} // namespace exwm_vr
