// SPDX-License-Identifier: MIT
#include "config/key_chord.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <string>
#include <vector>

using namespace exwm_vr;
using namespace exwm_vr::config;
using Catch::Matchers::ContainsSubstring;

namespace {

KeyChord chord(std::string_view description) {
    CAPTURE(description);
    const auto parsed = parse_key_chord(description);
    REQUIRE(parsed);
    return *parsed;
}

/// Super with a key of a US keyboard.
KeyPress super(xkb_keysym_t base, xkb_keysym_t shifted, bool shift = false) {
    return {.super = true, .shift = shift, .base = base, .shifted = shifted};
}

/// All keysyms that have a name of their own.
std::vector<xkb_keysym_t> named_keysyms() {
    std::vector<xkb_keysym_t> keysyms;
    const auto add_range = [&keysyms](xkb_keysym_t first, xkb_keysym_t last) {
        for (xkb_keysym_t keysym = first; keysym <= last; ++keysym) {
            char name[64];
            if (xkb_keysym_get_name(keysym, name, sizeof name) > 0 &&
                xkb_keysym_from_name(name, XKB_KEYSYM_NO_FLAGS) == keysym && name[0] != '0') {
                keysyms.push_back(keysym);
            }
        }
    };
    add_range(0x20, 0xFFFF);
    add_range(0x01000100, 0x010030FF); // Unicode
    add_range(0x10080000, 0x1008FFFF); // XF86
    return keysyms;
}

} // namespace

TEST_CASE("what Emacs grabs is understood", "[key_chord]") {
    const std::pair<std::string_view, KeyChord> keys[] = {
        {"s-1", {.super = true, .keysym = XKB_KEY_1}},
        {"s-9", {.super = true, .keysym = XKB_KEY_9}},
        {"s-S-1", {.super = true, .shift = true, .keysym = XKB_KEY_1}},
        {"S-s-1", {.super = true, .shift = true, .keysym = XKB_KEY_1}},
        {"s-SPC", {.super = true, .keysym = XKB_KEY_space}},
        {"s-&", {.super = true, .keysym = XKB_KEY_ampersand}},
        {"s-r", {.super = true, .keysym = XKB_KEY_r}},
        {"<f5>", {.keysym = XKB_KEY_F5}},
        {"s-<F5>", {.super = true, .keysym = XKB_KEY_F5}},
        {"<backspace>", {.keysym = XKB_KEY_BackSpace}},
        {"DEL", {.keysym = XKB_KEY_BackSpace}},
        {"<delete>", {.keysym = XKB_KEY_Delete}},
        {"<deletechar>", {.keysym = XKB_KEY_Delete}},
        {"s-RET", {.super = true, .keysym = XKB_KEY_Return}},
        {"<return>", {.keysym = XKB_KEY_Return}},
        {"TAB", {.keysym = XKB_KEY_Tab}},
        {"<tab>", {.keysym = XKB_KEY_Tab}},
        {"ESC", {.keysym = XKB_KEY_Escape}},
        {"<prior>", {.keysym = XKB_KEY_Prior}},
        {"<next>", {.keysym = XKB_KEY_Next}},
        {"<kp-add>", {.keysym = XKB_KEY_KP_Add}},
        {"<kp-1>", {.keysym = XKB_KEY_KP_1}},
        {"<print>", {.keysym = XKB_KEY_Print}},
        {"<XF86AudioPlay>", {.keysym = XKB_KEY_XF86AudioPlay}},
        {"C-M-x", {.ctrl = true, .alt = true, .keysym = XKB_KEY_x}},
        {"A-x", {.alt = true, .keysym = XKB_KEY_x}},
        {"s--", {.super = true, .keysym = XKB_KEY_minus}},
        {"-", {.keysym = XKB_KEY_minus}},
        {"s-<", {.super = true, .keysym = XKB_KEY_less}},
        {"<", {.keysym = XKB_KEY_less}},
        {"s-é", {.super = true, .keysym = XKB_KEY_eacute}},
        {"s-€", {.super = true, .keysym = XKB_KEY_EuroSign}},
        {"s-я", {.super = true, .keysym = XKB_KEY_Cyrillic_ya}},
        {"s-Я", {.super = true, .shift = true, .keysym = XKB_KEY_Cyrillic_ya}},
        {"s-A", {.super = true, .shift = true, .keysym = XKB_KEY_a}},
        {"s-S-a", {.super = true, .shift = true, .keysym = XKB_KEY_a}},
        {"<backtab>", {.shift = true, .keysym = XKB_KEY_Tab}},
        {"S-<tab>", {.shift = true, .keysym = XKB_KEY_Tab}},
        {"<s-return>", {.super = true, .keysym = XKB_KEY_Return}},
        {"C-<s-return>", {.ctrl = true, .super = true, .keysym = XKB_KEY_Return}},
        {"<exclam>", {.keysym = XKB_KEY_exclam}},
        {"<U20AC>", {.keysym = XKB_KEY_EuroSign}},
    };
    for (const auto& [description, expected] : keys) {
        CAPTURE(description);
        const auto parsed = parse_key_chord(description);
        REQUIRE(parsed);
        CHECK(*parsed == expected);
        CHECK(parse_key_chord(to_string(*parsed)) == expected);
    }
}

TEST_CASE("descriptions are written as Emacs writes them", "[key_chord]") {
    const std::string_view canonical[] = {
        "s-1",      "S-s-1",  "s-SPC",      "s-&",       "<f5>",  "<backspace>",
        "s-RET",    "TAB",    "ESC",        "M-x",       "C-M-x", "<prior>",
        "<kp-add>", "s--",    "s-<",        "s-é",       "S-s-я", "<XF86AudioPlay>",
        "<delete>", "<menu>", "<kp-prior>", "C-M-S-s-a",
    };
    for (const std::string_view description : canonical) {
        CHECK(to_string(chord(description)) == description);
    }
}

TEST_CASE("each named keysym with any modifiers reads back", "[key_chord]") {
    const auto keysyms = named_keysyms();
    REQUIRE(keysyms.size() > 2000);
    for (const xkb_keysym_t keysym : keysyms) {
        char name[64];
        xkb_keysym_get_name(keysym, name, sizeof name);
        for (unsigned modifiers = 0; modifiers < 16; ++modifiers) {
            std::string description;
            description += (modifiers & 1U) != 0 ? "C-" : "";
            description += (modifiers & 2U) != 0 ? "M-" : "";
            description += (modifiers & 4U) != 0 ? "s-" : "";
            description += (modifiers & 8U) != 0 ? "S-" : "";
            description += '<' + std::string{name} + '>';
            const auto first = parse_key_chord(description);
            const auto second = first ? parse_key_chord(to_string(*first)) : first;
            if (!first || !second || *first != *second) {
                FAIL(description << " became " << (first ? to_string(*first) : "nothing"));
            }
        }
    }
}

TEST_CASE("what is no single key is refused with the reason", "[key_chord]") {
    const std::pair<std::string_view, std::string_view> wrong[] = {
        {"", "a key is missing"},
        {"s-", "a key is missing after \"s-\""},
        {"C-x C-f", "sequences"},
        {"s- ", "sequences"},
        {"H-a", "Hyper"},
        {"x-a", "\"x-\" is no modifier"},
        {"s-s-a", "s- is given twice"},
        {"A-M-a", "given twice"},
        {"<s-s-a>", "given twice"},
        {"s-Return", "\"Return\" is no key"},
        {"s-f5", "\"f5\" is no key"},
        {"<nothing>", "<nothing> is no key name"},
        {"<>", "is no key"},
        {"<NoSymbol>", "is no key name"},
        {"\xC3", "is no key"},
        {"\x01", "is no key"},
        {"\xC2\x80", "is no key"},
    };
    for (const auto& [description, part] : wrong) {
        CAPTURE(description);
        const auto parsed = parse_key_chord(description);
        REQUIRE_FALSE(parsed);
        CHECK_THAT(parsed.error().message, ContainsSubstring(std::string{part}));
    }
    CHECK_FALSE(parse_key_chord(std::string_view{"<f5\0x>", 6}));
}

TEST_CASE("a chord with Shift matches the key's unshifted meaning", "[key_chord]") {
    const KeyPress press = super(XKB_KEY_1, XKB_KEY_exclam, true);
    CHECK(matches(chord("s-S-1"), press));
    CHECK(matches(chord("s-!"), press));
    CHECK_FALSE(matches(chord("s-1"), press));
    CHECK_FALSE(matches(chord("s-S-!"), press));
    CHECK_FALSE(matches(chord("!"), press));
    CHECK_FALSE(matches(chord("C-s-!"), press));
    CHECK(matches(chord("s-1"), super(XKB_KEY_1, XKB_KEY_1)));
    CHECK_FALSE(matches(chord("s-S-1"), super(XKB_KEY_1, XKB_KEY_1)));
}

TEST_CASE("characters match wherever the layout has them", "[key_chord]") {
    // US: Shift+7; French: no modifier.
    CHECK(matches(chord("s-&"), super(XKB_KEY_7, XKB_KEY_ampersand, true)));
    CHECK(matches(chord("s-&"), super(XKB_KEY_ampersand, XKB_KEY_ampersand)));
    // German: AltGr+Q.
    CHECK(matches(chord("s-@"), super(XKB_KEY_q, XKB_KEY_at)));
}

TEST_CASE("letters do not care about Caps Lock, only about Shift", "[key_chord]") {
    CHECK(matches(chord("s-a"), super(XKB_KEY_a, XKB_KEY_a)));
    CHECK(matches(chord("s-a"), super(XKB_KEY_a, XKB_KEY_A)));
    CHECK_FALSE(matches(chord("s-a"), super(XKB_KEY_a, XKB_KEY_A, true)));
    CHECK(matches(chord("s-A"), super(XKB_KEY_a, XKB_KEY_A, true)));
    CHECK(matches(chord("s-S-a"), super(XKB_KEY_a, XKB_KEY_A, true)));
}

TEST_CASE("shifted Tab and the keypad match", "[key_chord]") {
    const KeyPress tab{.shift = true, .base = XKB_KEY_Tab, .shifted = XKB_KEY_ISO_Left_Tab};
    CHECK(matches(chord("S-TAB"), tab));
    CHECK(matches(chord("<backtab>"), tab));
    CHECK_FALSE(matches(chord("TAB"), tab));
    CHECK(matches(chord("<kp-1>"), {.base = XKB_KEY_KP_End, .shifted = XKB_KEY_KP_1}));
    CHECK_FALSE(matches(chord("1"), {.base = XKB_KEY_KP_End, .shifted = XKB_KEY_KP_1}));
}

TEST_CASE("Ctrl+Alt+F1 to F12 name virtual terminals", "[key_chord]") {
    CHECK(virtual_terminal_of({.shifted = XKB_KEY_XF86Switch_VT_1}) == 1);
    CHECK(virtual_terminal_of({.shifted = XKB_KEY_XF86Switch_VT_12}) == 12);
    CHECK(virtual_terminal_of({.shifted = XKB_KEY_F1}) == 0);
    CHECK(virtual_terminal_of({.shifted = XKB_KEY_XF86Switch_VT_12 + 1}) == 0);
    CHECK(virtual_terminal_of({}) == 0);
}

TEST_CASE("an empty chord matches nothing", "[key_chord]") {
    CHECK_FALSE(matches(KeyChord{}, KeyPress{}));
}
