// SPDX-License-Identifier: MIT
#include "input/keyboard.hpp"

#include "input/clock.hpp"

#include <algorithm>
#include <iterator>
#include <span>

namespace exwm_vr::input {
namespace {

config::KeyPress read_press(const wlr_keyboard& keyboard, xkb_keycode_t keycode) {
    const auto modifiers = wlr_keyboard_get_modifiers(const_cast<wlr_keyboard*>(&keyboard));
    config::KeyPress press{
        .ctrl = (modifiers & WLR_MODIFIER_CTRL) != 0,
        .alt = (modifiers & WLR_MODIFIER_ALT) != 0,
        .super = (modifiers & WLR_MODIFIER_LOGO) != 0,
        .shift = (modifiers & WLR_MODIFIER_SHIFT) != 0,
        .base = XKB_KEY_NoSymbol,
        .shifted = xkb_state_key_get_one_sym(keyboard.xkb_state, keycode),
    };
    const auto layout = xkb_state_key_get_layout(keyboard.xkb_state, keycode);
    const xkb_keysym_t* symbols = nullptr;
    if (xkb_keymap_key_get_syms_by_level(keyboard.keymap, keycode, layout, 0, &symbols) > 0) {
        press.base = symbols[0];
    }
    return press;
}

} // namespace

Keyboard::Keyboard(
    Host& host,
    InputMethod& input_method,
    wlr_seat& seat,
    wlr_keyboard& keyboard,
    std::function<void(Keyboard&)> gone
)
    : host_(host)
    , input_method_(input_method)
    , seat_(seat)
    , keyboard_(keyboard)
    , gone_(std::move(gone))
    , key_(*this, keyboard.events.key)
    , modifiers_(*this, keyboard.events.modifiers)
    , leave_(*this)
    , destroy_(*this, keyboard.base.events.destroy) {
    if (auto* group = wlr_keyboard_group_from_wlr_keyboard(&keyboard)) {
        leave_.connect(group->events.leave);
    }
}

void Keyboard::on_key(wlr_keyboard_key_event& event) {
    host_.activity();
    if (keyboard_.xkb_state == nullptr) {
        return;
    }
    constexpr xkb_keycode_t evdev_offset = 8; // XKB key codes are evdev's plus 8
    if (event.state == WL_KEYBOARD_KEY_STATE_PRESSED) {
        if (host_.key_pressed(
                read_press(keyboard_, event.keycode + evdev_offset), event.time_msec
            )) {
            swallowed_.insert(event.keycode);
            return;
        }
    } else if (swallowed_.erase(event.keycode) > 0) {
        return;
    }
    if (input_method_.take_key(keyboard_, event)) {
        return;
    }
    wlr_seat_set_keyboard(&seat_, &keyboard_);
    wlr_seat_keyboard_notify_key(&seat_, event.time_msec, event.keycode, event.state);
}

std::vector<std::uint32_t> Keyboard::held() const {
    std::vector<std::uint32_t> keys;
    std::ranges::copy_if(
        std::span(keyboard_.keycodes, keyboard_.num_keycodes),
        std::back_inserter(keys),
        [this](std::uint32_t key) { return !swallowed_.contains(key); }
    );
    return keys;
}

void Keyboard::on_modifiers() {
    if (input_method_.take_modifiers(keyboard_)) {
        return;
    }
    wlr_seat_set_keyboard(&seat_, &keyboard_);
    wlr_seat_keyboard_notify_modifiers(&seat_, &keyboard_.modifiers);
}

void Keyboard::on_leave(wl_array& keys) {
    // A member went with keys down: their releases will not come, and wlroots tells nobody.
    const std::span codes(
        static_cast<const std::uint32_t*>(keys.data), keys.size / sizeof(std::uint32_t)
    );
    for (const std::uint32_t code : codes) {
        if (swallowed_.erase(code) == 0 && wlr_seat_get_keyboard(&seat_) == &keyboard_) {
            wlr_seat_keyboard_notify_key(&seat_, now_ms(), code, WL_KEYBOARD_KEY_STATE_RELEASED);
        }
    }
    if (wlr_seat_get_keyboard(&seat_) == &keyboard_) {
        wlr_seat_keyboard_notify_modifiers(&seat_, &keyboard_.modifiers);
    }
}

void Keyboard::on_destroy() {
    const auto gone = gone_;
    gone(*this); // may delete this
}

} // namespace exwm_vr::input
