// SPDX-License-Identifier: MIT
#include "config/key_chord.hpp"

#include "config/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace exwm_vr::config {

namespace {

struct Name {
    std::string_view text;
    xkb_keysym_t keysym;
};

// Words that Emacs writes without angle brackets. DEL is its name for the key above Return.
constexpr std::array<Name, 5> bare_words{{
    {"RET", XKB_KEY_Return},
    {"TAB", XKB_KEY_Tab},
    {"SPC", XKB_KEY_space},
    {"ESC", XKB_KEY_Escape},
    {"DEL", XKB_KEY_BackSpace},
}};

// Emacs' names that are not XKB's names with other letter case and "_" for "-".
constexpr std::array<Name, 3> bracket_words{{
    {"backtab", XKB_KEY_ISO_Left_Tab},
    {"iso-lefttab", XKB_KEY_ISO_Left_Tab},
    {"deletechar", XKB_KEY_Delete},
}};

std::optional<xkb_keysym_t> find(const auto& names, std::string_view text) {
    const auto found = std::ranges::find(names, text, &Name::text);
    return found == names.end() ? std::nullopt : std::optional(found->keysym);
}

/// One keysym of those that stand for the same character: keyboards send the one that
/// xkb_utf32_to_keysym() gives.
xkb_keysym_t canonical(xkb_keysym_t keysym) {
    constexpr xkb_keysym_t unicode_range = 0x01000000;
    if ((keysym & 0xFF000000U) == unicode_range) {
        if (const auto same = xkb_utf32_to_keysym(keysym & 0x00FFFFFFU)) {
            return same;
        }
    }
    return keysym;
}

std::optional<xkb_keysym_t> keysym_in_brackets(std::string_view name) {
    if (const auto keysym = find(bracket_words, name)) {
        return keysym;
    }
    // The library wants a terminated string and would stop at a NUL that is part of the name.
    if (name.contains('\0')) {
        return std::nullopt;
    }
    std::string terminated{name};
    if (const auto exact = xkb_keysym_from_name(terminated.c_str(), XKB_KEYSYM_NO_FLAGS)) {
        return canonical(exact);
    }
    std::ranges::replace(terminated, '-', '_');
    if (const auto near = xkb_keysym_from_name(terminated.c_str(), XKB_KEYSYM_CASE_INSENSITIVE)) {
        return canonical(near);
    }
    return std::nullopt;
}

bool printable(char32_t character) {
    return character > 0x20 && (character < 0x7F || character > 0xA0);
}

std::optional<xkb_keysym_t> keysym_of_character(std::string_view text) {
    const auto point = first_code_point(text);
    if (!point || point->length != text.size() || !printable(point->value)) {
        return std::nullopt;
    }
    const xkb_keysym_t keysym = xkb_utf32_to_keysym(point->value);
    return keysym == XKB_KEY_NoSymbol ? std::nullopt : std::optional(keysym);
}

/// Takes modifier prefixes off @p rest and sets them in @p chord.
Result<void> take_modifiers(std::string_view& rest, KeyChord& chord) {
    // Something must follow the dash: the dash itself is a key, as in "s--".
    while (rest.size() > 2 && rest[1] == '-') {
        bool* modifier = nullptr;
        switch (rest[0]) {
        case 'C':
            modifier = &chord.ctrl;
            break;
        case 'M':
        case 'A':
            modifier = &chord.alt;
            break;
        case 's':
            modifier = &chord.super;
            break;
        case 'S':
            modifier = &chord.shift;
            break;
        case 'H':
            return fail("the modifier H- (Hyper) is not supported");
        default:
            return fail("{} is no modifier; C-, M-, s- and S- are", in_quotes(rest.substr(0, 2)));
        }
        if (*modifier) {
            return fail("the modifier {} is given twice", rest.substr(0, 2));
        }
        *modifier = true;
        rest.remove_prefix(2);
    }
    return {};
}

/// Letters and the Tab key have one form only, with Shift as a modifier, so that "s-A" and "s-S-a"
/// are the same chord.
void move_shift_to_modifier(KeyChord& chord) {
    if (chord.keysym == XKB_KEY_ISO_Left_Tab) {
        chord.keysym = XKB_KEY_Tab;
        chord.shift = true;
        return;
    }
    const xkb_keysym_t lower = xkb_keysym_to_lower(chord.keysym);
    if (lower != chord.keysym && xkb_keysym_to_upper(lower) == chord.keysym) {
        chord.keysym = canonical(lower);
        chord.shift = true;
    }
}

Result<KeyChord> parse(std::string_view rest) {
    if (rest.empty()) {
        return fail("a key is missing");
    }
    if (rest.find_first_of(" \t\r\n") != std::string_view::npos) {
        return fail("expected a single key, without spaces: sequences cannot be bound");
    }
    KeyChord chord;
    if (auto taken = take_modifiers(rest, chord); !taken) {
        return std::unexpected(taken.error());
    }
    std::optional<xkb_keysym_t> keysym;
    if (rest.size() > 2 && rest.starts_with('<') && rest.ends_with('>')) {
        rest = rest.substr(1, rest.size() - 2);
        // Emacs also reads the modifiers inside the brackets, as in "<s-return>".
        if (auto taken = take_modifiers(rest, chord); !taken) {
            return std::unexpected(taken.error());
        }
        keysym = keysym_in_brackets(rest);
        if (!keysym) {
            return fail("<{}> is no key name of Emacs or XKB", rest);
        }
    } else if (keysym = find(bare_words, rest); !keysym) {
        keysym = keysym_of_character(rest);
    }
    if (!keysym && rest.size() == 2 && rest[1] == '-') {
        return fail("a key is missing after {}", in_quotes(rest));
    }
    if (!keysym) {
        return fail(
            "{} is no key; expected one character, RET, TAB, SPC, ESC, DEL or a name in angle "
            "brackets such as <f5>",
            in_quotes(rest)
        );
    }
    chord.keysym = *keysym;
    move_shift_to_modifier(chord);
    return chord;
}

std::string name_in_brackets(xkb_keysym_t keysym) {
    std::array<char, 64> buffer{};
    const int length = xkb_keysym_get_name(keysym, buffer.data(), buffer.size());
    if (length <= 0) {
        return "<NoSymbol>";
    }
    const std::string xkb_name{buffer.data()};
    // Emacs has its own names for function keys only; others it takes from the window system.
    if (keysym >= 0xFE00 && keysym <= 0xFFFF) {
        std::string emacs_name = xkb_name;
        std::ranges::transform(emacs_name, emacs_name.begin(), [](unsigned char c) {
            return c == '_' ? '-' : static_cast<char>(std::tolower(c));
        });
        // XKB's c_h would look like an h with a modifier.
        if (emacs_name[1] != '-' && keysym_in_brackets(emacs_name) == keysym) {
            return '<' + emacs_name + '>';
        }
    }
    return '<' + xkb_name + '>';
}

std::string key_text(xkb_keysym_t keysym) {
    // <backspace> rather than DEL, which many would take for the Delete key.
    if (keysym != XKB_KEY_BackSpace) {
        const auto word = std::ranges::find(bare_words, keysym, &Name::keysym);
        if (word != bare_words.end()) {
            return std::string{word->text};
        }
    }
    const char32_t character = xkb_keysym_to_utf32(keysym);
    // Keypad keys have characters too, but theirs belong to the keys of the main block.
    if (printable(character) && xkb_utf32_to_keysym(character) == keysym) {
        return to_utf8(character);
    }
    return name_in_brackets(keysym);
}

} // namespace

Result<KeyChord> parse_key_chord(std::string_view description) {
    auto chord = parse(description);
    if (!chord) {
        return fail("key {}: {}", in_quotes(description), chord.error().message);
    }
    return chord;
}

std::string to_string(const KeyChord& chord) {
    std::string text;
    // In the order in which Emacs writes them.
    text += chord.ctrl ? "C-" : "";
    text += chord.alt ? "M-" : "";
    text += chord.shift ? "S-" : "";
    text += chord.super ? "s-" : "";
    return text + key_text(chord.keysym);
}

bool matches(const KeyChord& chord, const KeyPress& press) {
    if (chord.keysym == XKB_KEY_NoSymbol || chord.ctrl != press.ctrl || chord.alt != press.alt ||
        chord.super != press.super) {
        return false;
    }
    if (chord.shift == press.shift && chord.keysym == press.base) {
        return true;
    }
    return !chord.shift && press.shifted != press.base && chord.keysym == press.shifted;
}

unsigned virtual_terminal_of(const KeyPress& press) {
    if (press.shifted < XKB_KEY_XF86Switch_VT_1 || press.shifted > XKB_KEY_XF86Switch_VT_12) {
        return 0;
    }
    return press.shifted - XKB_KEY_XF86Switch_VT_1 + 1;
}

} // namespace exwm_vr::config
