// SPDX-License-Identifier: MIT
#include "ctl/input/keymap.hpp"
#include "typist.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>

namespace exwm_vr::ctl {
namespace {

TEST_CASE("modifiers are where the keymap puts them") {
    const Typing empty;
    Typist typist(empty);
    REQUIRE(typist.valid());
    const auto bit = [&](const char* name) {
        return 1U << xkb_keymap_mod_get_index(typist.keymap(), name);
    };
    CHECK(bit(XKB_MOD_NAME_SHIFT) == modifier_shift);
    CHECK(bit(XKB_MOD_NAME_CTRL) == modifier_ctrl);
    CHECK(bit(XKB_MOD_NAME_ALT) == modifier_alt);
    CHECK(bit(XKB_MOD_NAME_LOGO) == modifier_super);
}

TEST_CASE("modifier keys set their modifiers") {
    const Typing empty;
    Typist typist(empty);
    REQUIRE(typist.valid());
    xkb_state* const state = xkb_state_new(typist.keymap());
    for (const ModifierKey& key : modifier_keys()) {
        CAPTURE(key.code);
        xkb_state_update_key(state, key.code + 8, XKB_KEY_DOWN);
        const auto mask = xkb_state_serialize_mods(state, XKB_STATE_MODS_DEPRESSED);
        CHECK((mask & key.modifier) != 0);
        xkb_state_update_key(state, key.code + 8, XKB_KEY_UP);
        CHECK(xkb_state_serialize_mods(state, XKB_STATE_MODS_EFFECTIVE) == 0);
    }
    xkb_state_unref(state);
}

TEST_CASE("a US keyboard has each key and each symbol once") {
    std::set<std::uint32_t> codes;
    std::set<xkb_keysym_t> keysyms;
    for (const Key& key : us_keyboard()) {
        CAPTURE(key.code);
        CHECK(codes.insert(key.code).second);
        CHECK(keysyms.insert(key.plain).second);
        if (key.shifted != XKB_KEY_NoSymbol) {
            CHECK(keysyms.insert(key.shifted).second);
        }
    }
    for (xkb_keysym_t printable = XKB_KEY_space; printable <= XKB_KEY_asciitilde; ++printable) {
        CHECK(keysyms.contains(printable));
    }
    CHECK(find_us_key(XKB_KEY_question)->plain == XKB_KEY_slash);
    CHECK_FALSE(find_us_key(XKB_KEY_eacute));
}

TEST_CASE("keysyms without a name can be in a keymap") {
    Typing typing{{{30, 0x1001F642}}, {{30, 0}}};
    typing.keys.front().plain = 0x0101F642; // a face, as Unicode keysym
    Typist typist(typing);
    REQUIRE(typist.valid());
    CHECK(typist.text() == "🙂");
}

} // namespace
} // namespace exwm_vr::ctl
