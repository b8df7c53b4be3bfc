// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "config/key_chord.hpp"
#include "ctl/input/keymap.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace exwm_vr::ctl {

/// One key pressed and let go while modifiers are held.
struct Stroke {
    std::uint32_t code = 0;      ///< evdev key code
    std::uint32_t modifiers = 0; ///< bits of Modifier

    friend bool operator==(const Stroke&, const Stroke&) = default;
};

/// A keyboard and what to press on it.
struct Typing {
    std::vector<Key> keys;
    std::vector<Stroke> strokes;

    friend bool operator==(const Typing&, const Typing&) = default;
};

/// How to type any text: each distinct character gets a key, at its place on a US keyboard where
/// it has one, and no modifier is needed. Newline, tab, backspace, delete and escape become those
/// keys. A text of more characters than there are keys takes several keyboards, one after the
/// other. Errors name the byte where the text is not UTF-8 or the character that cannot be typed.
[[nodiscard]] Result<std::vector<Typing>> plan_text(std::string_view utf8);

/// How to press chords one after the other, on a US keyboard to which missing keys are added; at
/// most as many of those as there are free key codes.
[[nodiscard]] Result<Typing> plan_chords(std::span<const config::KeyChord> chords);

} // namespace exwm_vr::ctl
