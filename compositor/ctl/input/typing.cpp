// SPDX-License-Identifier: MIT
#include "ctl/input/typing.hpp"

#include "config/text.hpp"

#include <linux/input-event-codes.h>

#include <algorithm>
#include <optional>

namespace exwm_vr::ctl {

namespace {

/// Codes that any program takes for "a key that makes a character", whatever the keymap says:
/// some look at the code itself, and would take code 1 for Escape.
bool is_character_key(std::uint32_t code) {
    return (code >= KEY_1 && code <= KEY_EQUAL) || (code >= KEY_Q && code <= KEY_RIGHTBRACE) ||
           (code >= KEY_A && code <= KEY_GRAVE) || (code >= KEY_BACKSLASH && code <= KEY_SLASH) ||
           code == KEY_102ND;
}

/// Codes for extra keys, which no US keyboard has: F13 to F24 and some unused ones after them.
constexpr std::uint32_t first_extra_code = KEY_F13;
constexpr std::uint32_t last_extra_code = 247;

std::optional<xkb_keysym_t> keysym_for(char32_t character) {
    switch (character) {
    case U'\n':
    case U'\r':
        return XKB_KEY_Return;
    case U'\t':
        return XKB_KEY_Tab;
    case U'\b':
        return XKB_KEY_BackSpace;
    case U'\x1b':
        return XKB_KEY_Escape;
    case U'\x7f':
        return XKB_KEY_Delete;
    default:
        break;
    }
    const bool control = character < 0x20 || (character >= 0x80 && character < 0xa0);
    const xkb_keysym_t keysym = control ? XKB_KEY_NoSymbol : xkb_utf32_to_keysym(character);
    return keysym == XKB_KEY_NoSymbol ? std::nullopt : std::optional(keysym);
}

/// Gives keys out to keysyms as long as there are some.
class OneShotKeyboard {
public:
    /// The code of the key for @p keysym; nothing when all are taken.
    std::optional<std::uint32_t> key_for(xkb_keysym_t keysym) {
        const auto known = std::ranges::find(keys_, keysym, &Key::plain);
        if (known != keys_.end()) {
            return known->code;
        }
        const auto code = free_code(keysym);
        if (code) {
            keys_.push_back({*code, keysym});
        }
        return code;
    }

    std::vector<Key> take_keys() {
        std::ranges::sort(keys_, {}, &Key::code);
        return std::move(keys_);
    }

private:
    [[nodiscard]] bool taken(std::uint32_t code) const {
        return std::ranges::contains(keys_, code, &Key::code);
    }

    [[nodiscard]] std::optional<std::uint32_t> free_code(xkb_keysym_t keysym) const {
        const auto own = find_us_key(keysym);
        if (own && !taken(own->code)) {
            return own->code;
        }
        for (std::uint32_t code = KEY_1; code <= KEY_102ND; ++code) {
            if (is_character_key(code) && !taken(code)) {
                return code;
            }
        }
        return std::nullopt;
    }

    std::vector<Key> keys_;
};

} // namespace

Result<std::vector<Typing>> plan_text(std::string_view utf8) {
    std::vector<Typing> parts;
    OneShotKeyboard keyboard;
    std::vector<Stroke> strokes;
    const auto finish_part = [&] {
        parts.push_back({keyboard.take_keys(), std::move(strokes)});
        keyboard = {};
        strokes.clear();
    };
    std::string_view rest = utf8;
    while (!rest.empty()) {
        const std::size_t offset = utf8.size() - rest.size();
        const auto point = config::first_code_point(rest);
        if (!point) {
            return fail("the text is not UTF-8 at byte {}", offset);
        }
        rest.remove_prefix(point->length);
        const auto keysym = keysym_for(point->value);
        if (!keysym) {
            return fail(
                "no key types U+{:04X} (byte {})", static_cast<std::uint32_t>(point->value), offset
            );
        }
        auto code = keyboard.key_for(*keysym);
        if (!code) {
            finish_part();
            code = keyboard.key_for(*keysym);
        }
        strokes.push_back({*code, 0});
    }
    if (!strokes.empty()) {
        finish_part();
    }
    return parts;
}

Result<Typing> plan_chords(std::span<const config::KeyChord> chords) {
    Typing typing;
    typing.keys.assign_range(us_keyboard());
    std::uint32_t next_code = first_extra_code;
    for (const config::KeyChord& chord : chords) {
        auto key = std::ranges::find_if(typing.keys, [&](const Key& candidate) {
            return candidate.plain == chord.keysym || candidate.shifted == chord.keysym;
        });
        if (key == typing.keys.end()) {
            if (next_code > last_extra_code) {
                return fail("too many different keys at once, from {} on", to_string(chord));
            }
            typing.keys.push_back({next_code++, chord.keysym});
            key = std::prev(typing.keys.end());
        }
        const bool needs_shift = key->plain != chord.keysym;
        std::uint32_t modifiers = 0;
        modifiers |= chord.shift || needs_shift ? modifier_shift : 0U;
        modifiers |= chord.ctrl ? modifier_ctrl : 0U;
        modifiers |= chord.alt ? modifier_alt : 0U;
        modifiers |= chord.super ? modifier_super : 0U;
        typing.strokes.push_back({key->code, modifiers});
    }
    return typing;
}

} // namespace exwm_vr::ctl
