// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <xkbcommon/xkbcommon.h>

#include <string>
#include <string_view>

namespace exwm_vr::config {

/// A single key with modifiers, as Emacs describes it: "s-1", "s-S-<f5>", "C-M-x", "s-RET", "s-&".
///
/// Prefixes are C- (Ctrl), M- (Alt), A- (Alt too), s- (Super), S- (Shift); H- is refused. Then
/// one printable character, one of the names RET TAB SPC ESC DEL, or a name in angle brackets
/// (Emacs's own like <return> <backspace> <prior> <f5>, or any XKB keysym name like
/// <XF86AudioPlay>). Sequences of keys are refused.
struct KeyChord {
    bool ctrl = false;
    bool alt = false;
    bool super = false;
    bool shift = false;
    xkb_keysym_t keysym = XKB_KEY_NoSymbol;

    friend bool operator==(const KeyChord&, const KeyChord&) = default;
};

[[nodiscard]] Result<KeyChord> parse_key_chord(std::string_view description);
/// The description in Emacs's form; parse_key_chord() reads it back to the same chord.
[[nodiscard]] std::string to_string(const KeyChord& chord);

/// A key press as the keyboard sees it.
struct KeyPress {
    bool ctrl = false;
    bool alt = false;
    bool super = false;
    bool shift = false;
    xkb_keysym_t base = XKB_KEY_NoSymbol;    ///< at level 0 of the layout, whatever Shift says
    xkb_keysym_t shifted = XKB_KEY_NoSymbol; ///< with all modifiers applied
};

/// "s-S-1" matches Super+Shift+1 by its base keysym; "s-!" and "s-&" match by the shifted one,
/// where Shift was spent on making the character. "s-A" equals "s-S-a".
[[nodiscard]] bool matches(const KeyChord& chord, const KeyPress& press);

/// The virtual terminal, from 1, that Ctrl+Alt+F1 to F12 ask for; 0 for any other key. XKB gives
/// these keys symbols of their own.
[[nodiscard]] unsigned virtual_terminal_of(const KeyPress& press);

} // namespace exwm_vr::config
