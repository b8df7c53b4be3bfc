// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "ctl/wayland/connection.hpp"
#include "ctl/wayland/outputs.hpp"
#include "ctl/wayland/seat.hpp"

#include <cstdint>
#include <memory>

namespace exwm_vr::ctl {

enum class Button : std::uint8_t { left, right, middle };

/// A mouse that does what it is told to. When a call returns, the compositor has handled all of
/// its events. Positions are layout coordinates in logical px, and outside of all outputs they
/// are failures; buttons are never left pressed.
class VirtualPointer {
public:
    [[nodiscard]] static Outcome<std::unique_ptr<VirtualPointer>> open(Connection& connection);

    VirtualPointer(const VirtualPointer&) = delete;
    VirtualPointer& operator=(const VirtualPointer&) = delete;
    ~VirtualPointer() = default;

    Outcome<void> move(Point to);
    /// Presses and lets go @p times times where the pointer is.
    Outcome<void> click(Button button, int times = 1);
    /// Moves to @p from, presses, moves to @p to in several steps, lets go.
    Outcome<void> drag(Point from, Point to, Button button = Button::left);
    /// Turns the wheel by so many clicks: down and right are positive.
    Outcome<void> scroll(int down, int right);

private:
    explicit VirtualPointer(Connection& connection);

    [[nodiscard]] Result<void> check(Point point) const;
    void send_position(Point point);
    void send_button(Button button, bool pressed);
    void send_wheel(std::uint32_t axis, int clicks);

    Connection& connection_;
    std::unique_ptr<Seat> seat_;
    std::unique_ptr<Outputs> outputs_;
    Proxy<zwlr_virtual_pointer_v1> pointer_;
};

} // namespace exwm_vr::ctl
