// SPDX-License-Identifier: MIT
#pragma once

#include <xkbcommon/xkbcommon.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

/// What to press for which text: no Wayland and no I/O.
namespace exwm_vr::ctl {

/// One key of a keyboard that is made for a purpose.
struct Key {
    std::uint32_t code = 0; ///< evdev key code, 1 to 247 (X11 clients see no higher one)
    xkb_keysym_t plain = XKB_KEY_NoSymbol;
    xkb_keysym_t shifted = XKB_KEY_NoSymbol; ///< none: Shift makes no difference

    friend bool operator==(const Key&, const Key&) = default;
};

/// Modifiers as bits of a modifiers mask; keymap_text() gives them these places.
enum Modifier : std::uint32_t {
    modifier_shift = 1U << 0,
    modifier_ctrl = 1U << 2,
    modifier_alt = 1U << 3,   // Mod1
    modifier_super = 1U << 6, // Mod4
};

/// The key to hold for a modifier; each is in every keymap.
struct ModifierKey {
    Modifier modifier;
    std::uint32_t code; ///< evdev key code
};

[[nodiscard]] std::span<const ModifierKey> modifier_keys();

/// The keys of a US keyboard without its modifiers and lock keys.
[[nodiscard]] std::span<const Key> us_keyboard();

/// Where a US keyboard has @p keysym, with or without Shift.
[[nodiscard]] std::optional<Key> find_us_key(xkb_keysym_t keysym);

/// An XKB keymap of @p keys and the modifiers. It stands on its own: it includes no file, so that
/// it means the same wherever it is compiled.
[[nodiscard]] std::string keymap_text(std::span<const Key> keys);

} // namespace exwm_vr::ctl
