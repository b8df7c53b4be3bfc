// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/listener.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace exwm_vr::input {

/// ext-idle-notify v1 and idle-inhibit v1: an inhibitor counts while its surface can be seen.
class Idle {
public:
    Idle(wl_display* display, wlr_seat& seat, std::function<bool(wlr_surface*)> visible);
    Idle(const Idle&) = delete;
    Idle& operator=(const Idle&) = delete;
    ~Idle();

    /// The user did something.
    void activity() { activity(seat_); }

    /// Whoever has this seat did.
    void activity(wlr_seat& seat);

    /// What is visible has changed.
    void refresh();

private:
    class Inhibitor;

    void on_new_inhibitor(wlr_idle_inhibitor_v1& inhibitor);
    void forget(const Inhibitor& inhibitor);

    wlr_seat& seat_;
    std::function<bool(wlr_surface*)> visible_;
    wlr_idle_notifier_v1* notifier_; ///< dies with the display
    std::vector<std::unique_ptr<Inhibitor>> inhibitors_;
    Listener<&Idle::on_new_inhibitor> new_inhibitor_;
};

} // namespace exwm_vr::input
