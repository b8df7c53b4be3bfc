// SPDX-License-Identifier: MIT
#pragma once

#include "config/key_chord.hpp"
#include "scene/scene.hpp"

#include <cstdint>

namespace exwm_vr::input {

enum class Switch : std::uint8_t { lid, tablet_mode };

/// What the input devices tell the server.
class Host {
public:
    virtual ~Host() = default;

    /// A key went down. True: it was a binding or a grab, and no window sees it or its release.
    virtual bool key_pressed(const config::KeyPress& press, std::uint32_t time_ms) = 0;
    /// The pointer moved, and this is under it, also while something else holds its buttons.
    virtual void pointer_over(const scene::Hit& hit) = 0;
    /// The pointer went to something else, by its own motion.
    virtual void pointer_entered(const scene::Hit& hit) = 0;
    /// A button or a finger went down on this.
    virtual void clicked(const scene::Hit& hit) = 0;
    /// The surface that a click on this gives the keyboard to; null: none.
    [[nodiscard]] virtual wlr_surface* takes_keyboard(const scene::Hit& hit) const = 0;
    /// Super and a button went down on a window: move it (left) or resize it (right).
    virtual void super_dragged(const scene::Hit& hit, std::uint32_t button) = 0;
    /// The lid was closed (or opened), a convertible became a tablet (or a laptop).
    virtual void switch_toggled(Switch which, bool on) = 0;
    /// A device that had this switch on is gone, as it is while another terminal is shown. One that
    /// comes tells of what is on.
    virtual void switch_gone(Switch which) = 0;
    /// The device came back, and the switch is on as it was when the device went.
    virtual void switch_still_on(Switch which) = 0;
    /// A seat besides the user's is about to go: nothing may hold it any more.
    virtual void seat_ends(wlr_seat& seat) = 0;
    /// Somebody is there.
    virtual void activity() = 0;
    /// A menu or a drag holds the keyboard no more: it may be elsewhere than it should.
    virtual void keyboard_let_go() = 0;
};

} // namespace exwm_vr::input
