// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/wayland/connection.hpp"

#include <cstdint>
#include <memory>

namespace exwm_vr::ctl {

/// A seat of a compositor, for virtual devices to belong to.
class Seat {
public:
    /// The first one.
    [[nodiscard]] static Outcome<std::unique_ptr<Seat>>
    open(Connection& connection, Deadline deadline = Deadline::after(patience));
    [[nodiscard]] static Outcome<std::unique_ptr<Seat>> open(
        Connection& connection, const Global& global, Deadline deadline = Deadline::after(patience)
    );

    [[nodiscard]] wl_seat* get() const { return proxy_.get(); }

    [[nodiscard]] bool has_keyboard() const;
    [[nodiscard]] bool has_pointer() const;

private:
    Seat() = default;

    Proxy<wl_seat> proxy_;
    std::uint32_t capabilities_ = 0;
};

/// How long clients get to notice that the seat has got its first keyboard (or pointer). Nothing
/// tells when they have; keys that come sooner are lost. exwm-vr's seats always have both.
constexpr milliseconds new_device_pause{250};

/// Milliseconds of the monotonic clock, as input events carry them; wraps around.
[[nodiscard]] std::uint32_t event_time();

/// Handles events for as long as @p duration: a pause that a person or script asked for.
Outcome<void> pause(Connection& connection, milliseconds duration);

} // namespace exwm_vr::ctl
