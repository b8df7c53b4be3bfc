// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/listener.hpp"
#include "wlr/wlr.hpp"

#include <cstdint>

namespace exwm_vr::input {

/// Relative motion, and clients that lock the pointer in its place or confine it to a part of
/// their window (relative-pointer-v1, pointer-constraints-v1), as games and 3D programs do.
///
/// A constraint holds while its surface has the pointer and its window the keyboard: taking the
/// focus elsewhere, which no client can prevent, always frees the pointer.
class Constraints {
public:
    Constraints(wl_display* display, wlr_seat& seat, wlr_cursor& cursor);
    Constraints(const Constraints&) = delete;
    Constraints& operator=(const Constraints&) = delete;
    ~Constraints();

    struct Way {
        double dx = 0; ///< logical px
        double dy = 0;
    };

    /// Tells the client under the pointer how far the device went: @p accelerated as the cursor
    /// would, @p plain as the hand did.
    void tell(std::uint32_t time_ms, Way accelerated, Way plain);

    /// What a constraint leaves of a motion; nothing while the pointer is locked.
    [[nodiscard]] Way allowed(Way wanted) const;
    [[nodiscard]] bool locked() const;

    /// The surface with the pointer, or the one with the keyboard, may be another now.
    void update();

private:
    void on_new(wlr_pointer_constraint_v1& constraint);
    void on_destroy();
    void activate(wlr_pointer_constraint_v1* constraint);
    /// Where a client that locked the pointer had drawn its own.
    void go_to_hint(const wlr_pointer_constraint_v1& constraint);
    [[nodiscard]] wlr_pointer_constraint_v1* wanted() const;

    wlr_seat& seat_;
    wlr_cursor& cursor_;
    wlr_relative_pointer_manager_v1* relative_; ///< dies with the display, as the next
    wlr_pointer_constraints_v1* all_;
    wlr_pointer_constraint_v1* active_ = nullptr; ///< until on_destroy()

    Listener<&Constraints::on_new> new_;
    Listener<&Constraints::on_destroy> destroy_;
};

} // namespace exwm_vr::input
