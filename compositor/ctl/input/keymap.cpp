// SPDX-License-Identifier: MIT
#include "ctl/input/keymap.hpp"

#include "base/format.hpp"

#include <linux/input-event-codes.h>

#include <algorithm>
#include <array>

namespace exwm_vr::ctl {

namespace {

/// XKB counts key codes from 8, a debt to X11.
constexpr std::uint32_t xkb_offset = 8;

constexpr std::array modifiers{
    ModifierKey{modifier_ctrl, KEY_LEFTCTRL},
    ModifierKey{modifier_shift, KEY_LEFTSHIFT},
    ModifierKey{modifier_alt, KEY_LEFTALT},
    ModifierKey{modifier_super, KEY_LEFTMETA},
};

constexpr std::array us_keys{
    Key{KEY_ESC, XKB_KEY_Escape},
    Key{KEY_1, XKB_KEY_1, XKB_KEY_exclam},
    Key{KEY_2, XKB_KEY_2, XKB_KEY_at},
    Key{KEY_3, XKB_KEY_3, XKB_KEY_numbersign},
    Key{KEY_4, XKB_KEY_4, XKB_KEY_dollar},
    Key{KEY_5, XKB_KEY_5, XKB_KEY_percent},
    Key{KEY_6, XKB_KEY_6, XKB_KEY_asciicircum},
    Key{KEY_7, XKB_KEY_7, XKB_KEY_ampersand},
    Key{KEY_8, XKB_KEY_8, XKB_KEY_asterisk},
    Key{KEY_9, XKB_KEY_9, XKB_KEY_parenleft},
    Key{KEY_0, XKB_KEY_0, XKB_KEY_parenright},
    Key{KEY_MINUS, XKB_KEY_minus, XKB_KEY_underscore},
    Key{KEY_EQUAL, XKB_KEY_equal, XKB_KEY_plus},
    Key{KEY_BACKSPACE, XKB_KEY_BackSpace},
    Key{KEY_TAB, XKB_KEY_Tab, XKB_KEY_ISO_Left_Tab},
    Key{KEY_Q, XKB_KEY_q, XKB_KEY_Q},
    Key{KEY_W, XKB_KEY_w, XKB_KEY_W},
    Key{KEY_E, XKB_KEY_e, XKB_KEY_E},
    Key{KEY_R, XKB_KEY_r, XKB_KEY_R},
    Key{KEY_T, XKB_KEY_t, XKB_KEY_T},
    Key{KEY_Y, XKB_KEY_y, XKB_KEY_Y},
    Key{KEY_U, XKB_KEY_u, XKB_KEY_U},
    Key{KEY_I, XKB_KEY_i, XKB_KEY_I},
    Key{KEY_O, XKB_KEY_o, XKB_KEY_O},
    Key{KEY_P, XKB_KEY_p, XKB_KEY_P},
    Key{KEY_LEFTBRACE, XKB_KEY_bracketleft, XKB_KEY_braceleft},
    Key{KEY_RIGHTBRACE, XKB_KEY_bracketright, XKB_KEY_braceright},
    Key{KEY_ENTER, XKB_KEY_Return},
    Key{KEY_A, XKB_KEY_a, XKB_KEY_A},
    Key{KEY_S, XKB_KEY_s, XKB_KEY_S},
    Key{KEY_D, XKB_KEY_d, XKB_KEY_D},
    Key{KEY_F, XKB_KEY_f, XKB_KEY_F},
    Key{KEY_G, XKB_KEY_g, XKB_KEY_G},
    Key{KEY_H, XKB_KEY_h, XKB_KEY_H},
    Key{KEY_J, XKB_KEY_j, XKB_KEY_J},
    Key{KEY_K, XKB_KEY_k, XKB_KEY_K},
    Key{KEY_L, XKB_KEY_l, XKB_KEY_L},
    Key{KEY_SEMICOLON, XKB_KEY_semicolon, XKB_KEY_colon},
    Key{KEY_APOSTROPHE, XKB_KEY_apostrophe, XKB_KEY_quotedbl},
    Key{KEY_GRAVE, XKB_KEY_grave, XKB_KEY_asciitilde},
    Key{KEY_BACKSLASH, XKB_KEY_backslash, XKB_KEY_bar},
    Key{KEY_Z, XKB_KEY_z, XKB_KEY_Z},
    Key{KEY_X, XKB_KEY_x, XKB_KEY_X},
    Key{KEY_C, XKB_KEY_c, XKB_KEY_C},
    Key{KEY_V, XKB_KEY_v, XKB_KEY_V},
    Key{KEY_B, XKB_KEY_b, XKB_KEY_B},
    Key{KEY_N, XKB_KEY_n, XKB_KEY_N},
    Key{KEY_M, XKB_KEY_m, XKB_KEY_M},
    Key{KEY_COMMA, XKB_KEY_comma, XKB_KEY_less},
    Key{KEY_DOT, XKB_KEY_period, XKB_KEY_greater},
    Key{KEY_SLASH, XKB_KEY_slash, XKB_KEY_question},
    Key{KEY_SPACE, XKB_KEY_space},
    Key{KEY_F1, XKB_KEY_F1},
    Key{KEY_F2, XKB_KEY_F2},
    Key{KEY_F3, XKB_KEY_F3},
    Key{KEY_F4, XKB_KEY_F4},
    Key{KEY_F5, XKB_KEY_F5},
    Key{KEY_F6, XKB_KEY_F6},
    Key{KEY_F7, XKB_KEY_F7},
    Key{KEY_F8, XKB_KEY_F8},
    Key{KEY_F9, XKB_KEY_F9},
    Key{KEY_F10, XKB_KEY_F10},
    Key{KEY_F11, XKB_KEY_F11},
    Key{KEY_F12, XKB_KEY_F12},
    Key{KEY_SYSRQ, XKB_KEY_Print},
    Key{KEY_HOME, XKB_KEY_Home},
    Key{KEY_UP, XKB_KEY_Up},
    Key{KEY_PAGEUP, XKB_KEY_Prior},
    Key{KEY_LEFT, XKB_KEY_Left},
    Key{KEY_RIGHT, XKB_KEY_Right},
    Key{KEY_END, XKB_KEY_End},
    Key{KEY_DOWN, XKB_KEY_Down},
    Key{KEY_PAGEDOWN, XKB_KEY_Next},
    Key{KEY_INSERT, XKB_KEY_Insert},
    Key{KEY_DELETE, XKB_KEY_Delete},
    Key{KEY_PAUSE, XKB_KEY_Pause},
    Key{KEY_COMPOSE, XKB_KEY_Menu},
};

std::string keysym_name(xkb_keysym_t keysym) {
    std::array<char, 64> name{};
    if (xkb_keysym_get_name(keysym, name.data(), name.size()) <= 0) {
        return formatted("0x{:08x}", keysym);
    }
    return name.data();
}

/// The part of a keymap that is the same for all: four key types and what modifiers do.
constexpr std::string_view types_and_compatibility = R"(
    xkb_types "exwm-vrctl" {
        virtual_modifiers Alt, Super;
        type "ONE_LEVEL" {
            modifiers = none;
            level_name[Level1] = "Any";
        };
        type "TWO_LEVEL" {
            modifiers = Shift;
            map[Shift] = Level2;
            level_name[Level1] = "Base";
            level_name[Level2] = "Shift";
        };
        type "ALPHABETIC" {
            modifiers = Shift + Lock;
            map[Shift] = Level2;
            map[Lock] = Level2;
            level_name[Level1] = "Base";
            level_name[Level2] = "Caps";
        };
        type "KEYPAD" {
            modifiers = Shift;
            map[Shift] = Level2;
            level_name[Level1] = "Base";
            level_name[Level2] = "Number";
        };
    };
    xkb_compatibility "exwm-vrctl" {
        virtual_modifiers Alt, Super;
        interpret Alt_L + AnyOf(all) {
            virtualModifier = Alt;
            action = SetMods(modifiers = modMapMods, clearLocks);
        };
        interpret Super_L + AnyOf(all) {
            virtualModifier = Super;
            action = SetMods(modifiers = modMapMods, clearLocks);
        };
        interpret Any + AnyOf(all) {
            action = SetMods(modifiers = modMapMods, clearLocks);
        };
    };
)";

constexpr std::string_view modifier_symbols = R"(
        key <LCTL> { [ Control_L ] };
        key <LFSH> { [ Shift_L ] };
        key <LALT> { [ Alt_L ] };
        key <LWIN> { [ Super_L ] };
        modifier_map Control { <LCTL> };
        modifier_map Shift { <LFSH> };
        modifier_map Mod1 { <LALT> };
        modifier_map Mod4 { <LWIN> };
)";

} // namespace

std::span<const ModifierKey> modifier_keys() {
    return modifiers;
}

std::span<const Key> us_keyboard() {
    return us_keys;
}

std::optional<Key> find_us_key(xkb_keysym_t keysym) {
    const auto* const found = std::ranges::find_if(us_keys, [keysym](const Key& key) {
        return key.plain == keysym || key.shifted == keysym;
    });
    return found == us_keys.end() ? std::nullopt : std::optional(*found);
}

std::string keymap_text(std::span<const Key> keys) {
    std::string codes;
    std::string symbols;
    for (const Key& key : keys) {
        codes += formatted("        <K{}> = {};\n", key.code, key.code + xkb_offset);
        symbols += formatted("        key <K{}> {{ [ {}", key.code, keysym_name(key.plain));
        if (key.shifted != XKB_KEY_NoSymbol) {
            symbols += ", " + keysym_name(key.shifted);
        }
        symbols += " ] };\n";
    }
    return formatted(
        "xkb_keymap {{\n"
        "    xkb_keycodes \"exwm-vrctl\" {{\n"
        "        minimum = 8;\n"
        "        maximum = 255;\n"
        "        <LCTL> = {};\n        <LFSH> = {};\n        <LALT> = {};\n        <LWIN> = {};\n"
        "{}    }};{}    xkb_symbols \"exwm-vrctl\" {{{}{}    }};\n}};\n",
        KEY_LEFTCTRL + xkb_offset,
        KEY_LEFTSHIFT + xkb_offset,
        KEY_LEFTALT + xkb_offset,
        KEY_LEFTMETA + xkb_offset,
        codes,
        types_and_compatibility,
        modifier_symbols,
        symbols
    );
}

} // namespace exwm_vr::ctl
