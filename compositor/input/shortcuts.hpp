// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/listener.hpp"

#include <memory>
#include <vector>

namespace exwm_vr::input {

/// Windows that want all keys, also those that are bound: virtual machines, remote desktops
/// (keyboard-shortcuts-inhibit v1). They get them while they have the keyboard, until the user
/// takes the keys back.
class Shortcuts {
public:
    Shortcuts(wl_display* display, wlr_seat& seat);
    Shortcuts(const Shortcuts&) = delete;
    Shortcuts& operator=(const Shortcuts&) = delete;
    ~Shortcuts();

    /// Whether the surface with the keyboard gets all keys now.
    [[nodiscard]] bool inhibited() const;

    /// Takes the keys back from the surface with the keyboard, or gives it them again.
    void toggle();

    /// Another surface has the keyboard.
    void update();

private:
    class Inhibitor;

    void on_new(wlr_keyboard_shortcuts_inhibitor_v1& inhibitor);
    void forget(const Inhibitor& inhibitor);
    [[nodiscard]] Inhibitor* focused() const;

    wlr_seat& seat_;
    std::vector<std::unique_ptr<Inhibitor>> inhibitors_;
    Listener<&Shortcuts::on_new> new_;
};

} // namespace exwm_vr::input
