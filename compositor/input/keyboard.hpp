// SPDX-License-Identifier: MIT
#pragma once

#include "input/host.hpp"
#include "input/input_method.hpp"
#include "wlr/listener.hpp"

#include <cstdint>
#include <functional>
#include <set>
#include <vector>

namespace exwm_vr::input {

/// One source of keys on the seat: a group of physical keyboards, or a virtual keyboard.
class Keyboard {
public:
    /// @p gone is called when wlroots destroys the keyboard, and may delete this object.
    Keyboard(
        Host& host,
        InputMethod& input_method,
        wlr_seat& seat,
        wlr_keyboard& keyboard,
        std::function<void(Keyboard&)> gone
    );
    Keyboard(const Keyboard&) = delete;
    Keyboard& operator=(const Keyboard&) = delete;
    ~Keyboard() = default;

    [[nodiscard]] wlr_keyboard& handle() const { return keyboard_; }

    /// The keys that are down, as evdev codes, without those that went to a binding: what a window
    /// that gets the focus may know.
    [[nodiscard]] std::vector<std::uint32_t> held() const;

private:
    void on_key(wlr_keyboard_key_event& event);
    void on_modifiers();
    void on_leave(wl_array& keys);
    void on_destroy();

    Host& host_;
    InputMethod& input_method_;
    wlr_seat& seat_;
    wlr_keyboard& keyboard_;
    std::function<void(Keyboard&)> gone_;
    std::set<std::uint32_t> swallowed_; ///< evdev codes whose release no window may see
    Listener<&Keyboard::on_key> key_;
    Listener<&Keyboard::on_modifiers> modifiers_;
    Listener<&Keyboard::on_leave> leave_; ///< of a group
    Listener<&Keyboard::on_destroy> destroy_;
};

} // namespace exwm_vr::input
