// SPDX-License-Identifier: MIT
#pragma once

#include <wayland-server-core.h>

#include <cstdint>
#include <functional>
#include <memory>

namespace exwm_vr {

struct RemovesSource {
    bool removed = false; ///< libwayland did it itself

    void operator()(wl_event_source* source) const noexcept {
        if (!removed) {
            wl_event_source_remove(source);
        }
    }
};

using EventSource = std::unique_ptr<wl_event_source, RemovesSource>;

/// A callback on the event loop that lives as long as this object. The callback may destroy it.
class LoopCallback {
public:
    LoopCallback() = default;

    /// Called once a signal @p number arrives; the signal is blocked for ordinary delivery.
    static LoopCallback on_signal(wl_event_loop* loop, int number, std::function<void()> callback);
    /// Called when arm() has run out.
    static LoopCallback timer(wl_event_loop* loop, std::function<void()> callback);
    /// Called when @p fd (not owned) is readable or hung up.
    static LoopCallback on_readable(wl_event_loop* loop, int fd, std::function<void()> callback);
    /// Called when @p fd (not owned) can be written to or is hung up.
    static LoopCallback on_writable(wl_event_loop* loop, int fd, std::function<void()> callback);
    /// Called once, when the loop has nothing else to do.
    static LoopCallback idle(wl_event_loop* loop, std::function<void()> callback);

    /// For timers: ms from now, 0 disarms.
    void arm(int milliseconds) const;

    /// Whether a callback may still come.
    [[nodiscard]] bool active() const { return state_ != nullptr && state_->source != nullptr; }

    void reset() { state_.reset(); }

private:
    struct State {
        std::function<void()> callback;
        EventSource source;
    };

    static LoopCallback
    on_fd(wl_event_loop* loop, int fd, std::uint32_t events, std::function<void()> callback);

    std::unique_ptr<State> state_;
};

} // namespace exwm_vr
