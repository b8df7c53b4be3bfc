// SPDX-License-Identifier: MIT
#include "config/text.hpp"
#include "ctl/input/typing.hpp"
#include "typist.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <linux/input-event-codes.h>

#include <algorithm>
#include <set>
#include <string>

namespace exwm_vr::ctl {
namespace {

/// What programs would see of a text, all keyboards after each other.
std::string typed(std::string_view text) {
    const auto parts = plan_text(text);
    REQUIRE(parts);
    std::string seen;
    for (const Typing& part : *parts) {
        Typist typist(part);
        REQUIRE(typist.valid());
        seen += typist.text();
    }
    return seen;
}

config::KeyChord chord(std::string_view text) {
    const auto parsed = config::parse_key_chord(text);
    REQUIRE(parsed);
    return *parsed;
}

TEST_CASE("text of all scripts is typed") {
    const std::string text = GENERATE(
        "hello",
        "Hello, World! 0123456789 ~`@#$%^&*()_+-={}[]|\\:;\"'<>,.?/",
        "Größe, naïve, ça, œuf, ½ € £ — “quotes”",
        "Привет, мир",
        "日本語 한국어 עברית العربية",
        "🙂🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
        "e\u0301" // a letter and an accent that combines with it
    );
    CHECK(typed(text) == text);
}

TEST_CASE("control characters become the keys that make them") {
    const auto parts = plan_text("\n\r\t\b\x1b\x7f");
    REQUIRE(parts);
    REQUIRE(parts->size() == 1);
    Typist typist(parts->front());
    CHECK(
        typist.keysyms() == std::vector<xkb_keysym_t>{
                                XKB_KEY_Return,
                                XKB_KEY_Return,
                                XKB_KEY_Tab,
                                XKB_KEY_BackSpace,
                                XKB_KEY_Escape,
                                XKB_KEY_Delete,
                            }
    );
    CHECK(parts->front().strokes.front().code == KEY_ENTER);
}

TEST_CASE("characters are where a US keyboard has them, where that is free") {
    const auto parts = plan_text("a1 Ba\n");
    REQUIRE(parts);
    std::vector<std::uint32_t> codes;
    for (const Stroke& stroke : parts->front().strokes) {
        codes.push_back(stroke.code);
        CHECK(stroke.modifiers == 0);
    }
    CHECK(codes == std::vector<std::uint32_t>{KEY_A, KEY_1, KEY_SPACE, KEY_B, KEY_A, KEY_ENTER});
}

TEST_CASE("no character is on a key that programs know for something else") {
    const auto parts = plan_text("äöüßÄÖÜéèêàçñøåæœ");
    REQUIRE(parts);
    const std::set<std::uint32_t> special{KEY_ESC, KEY_BACKSPACE, KEY_TAB, KEY_ENTER, KEY_SPACE};
    for (const Key& key : parts->front().keys) {
        CHECK_FALSE(special.contains(key.code));
        CHECK_FALSE(std::ranges::contains(modifier_keys(), key.code, &ModifierKey::code));
    }
}

TEST_CASE("more characters than keys take several keyboards") {
    std::string text;
    for (char32_t c = 0x4e00; c < 0x4e00 + 500; ++c) {
        text += config::to_utf8(c);
    }
    const auto parts = plan_text(text);
    REQUIRE(parts);
    CHECK(parts->size() > 1);
    for (const Typing& part : *parts) {
        std::set<std::uint32_t> codes;
        for (const Key& key : part.keys) {
            CHECK(codes.insert(key.code).second);
        }
    }
    CHECK(typed(text) == text);
}

TEST_CASE("a character that comes again takes no other key") {
    const auto parts = plan_text(std::string(10'000, 'x'));
    REQUIRE(parts);
    REQUIRE(parts->size() == 1);
    CHECK(parts->front().keys.size() == 1);
    CHECK(parts->front().strokes.size() == 10'000);
}

TEST_CASE("nothing is typed for no text") {
    CHECK(plan_text("") == std::vector<Typing>{});
}

TEST_CASE("what cannot be typed is an error that says where") {
    CHECK(plan_text("ab\xff").error().message == "the text is not UTF-8 at byte 2");
    CHECK(plan_text("\xed\xa0\x80").error().message == "the text is not UTF-8 at byte 0");
    CHECK(plan_text("a\x01").error().message == "no key types U+0001 (byte 1)");
    CHECK(plan_text(std::string_view("\0", 1)).error().message == "no key types U+0000 (byte 0)");
    CHECK(plan_text("\u0085").error().message == "no key types U+0085 (byte 0)");
}

TEST_CASE("each chord matches itself when a compositor looks at it") {
    const std::string text = GENERATE(
        "a",
        "A",
        "s-r",
        "s-S-r",
        "s-1",
        "s-S-1",
        "s-!",
        "s-&",
        "C-M-x",
        "S-<f5>",
        "<f12>",
        "RET",
        "C-SPC",
        "TAB",
        "S-TAB",
        "ESC",
        "DEL",
        "<delete>",
        "<prior>",
        "s-<left>",
        "M-<return>",
        "<XF86AudioPlay>",
        "s-é",
        "s-я",
        "C-S-M-s-<menu>",
        "s--",
        "日"
    );
    CAPTURE(text);
    const config::KeyChord wanted = chord(text);
    const auto typing = plan_chords(std::array{wanted});
    REQUIRE(typing);
    REQUIRE(typing->strokes.size() == 1);
    Typist typist(*typing);
    REQUIRE(typist.valid());
    const Stroke& stroke = typing->strokes.front();
    const auto [shifted, base] = typist.keysyms_of(stroke);
    const config::KeyPress press{
        .ctrl = (stroke.modifiers & modifier_ctrl) != 0,
        .alt = (stroke.modifiers & modifier_alt) != 0,
        .super = (stroke.modifiers & modifier_super) != 0,
        .shift = (stroke.modifiers & modifier_shift) != 0,
        .base = base,
        .shifted = shifted,
    };
    CHECK(config::matches(wanted, press));
}

TEST_CASE("chords use the keys of a US keyboard") {
    const auto typing = plan_chords(std::array{chord("s-r"), chord("!"), chord("<f5>")});
    REQUIRE(typing);
    CHECK(
        typing->strokes == std::vector<Stroke>{
                               {KEY_R, modifier_super},
                               {KEY_1, modifier_shift},
                               {KEY_F5, 0},
                           }
    );
}

TEST_CASE("keys that no keyboard has are added to it, up to a limit") {
    std::vector<config::KeyChord> chords;
    for (char32_t c = 0x4e00; c < 0x4e00 + 300; ++c) {
        chords.push_back(chord(config::to_utf8(c)));
    }
    const auto too_many = plan_chords(chords);
    REQUIRE_FALSE(too_many);
    CHECK(too_many.error().message.starts_with("too many different keys"));

    chords.resize(60);
    const auto typing = plan_chords(chords);
    REQUIRE(typing);
    Typist typist(*typing);
    REQUIRE(typist.valid());
    CHECK(typist.keysyms().back() == xkb_utf32_to_keysym(0x4e00 + 59));
}

} // namespace
} // namespace exwm_vr::ctl
