// SPDX-License-Identifier: MIT
#include "typist.hpp"

#include <array>

namespace exwm_vr::ctl {

namespace {

constexpr std::uint32_t xkb_offset = 8;

} // namespace

Typist::Typist(const Typing& typing)
    : typing_(typing)
    , context_(xkb_context_new(XKB_CONTEXT_NO_DEFAULT_INCLUDES)) {
    keymap_.reset(xkb_keymap_new_from_string(
        context_.get(),
        keymap_text(typing.keys).c_str(),
        XKB_KEYMAP_FORMAT_TEXT_V1,
        XKB_KEYMAP_COMPILE_NO_FLAGS
    ));
    if (keymap_) {
        state_.reset(xkb_state_new(keymap_.get()));
    }
}

void Typist::set_modifiers(std::uint32_t modifiers) {
    xkb_state_update_mask(state_.get(), modifiers, 0, 0, 0, 0, 0);
}

std::vector<xkb_keysym_t> Typist::keysyms() {
    std::vector<xkb_keysym_t> keysyms;
    for (const Stroke& stroke : typing_.strokes) {
        set_modifiers(stroke.modifiers);
        keysyms.push_back(xkb_state_key_get_one_sym(state_.get(), stroke.code + xkb_offset));
    }
    return keysyms;
}

std::string Typist::text() {
    std::string text;
    for (const Stroke& stroke : typing_.strokes) {
        set_modifiers(stroke.modifiers);
        std::array<char, 16> utf8{};
        xkb_state_key_get_utf8(state_.get(), stroke.code + xkb_offset, utf8.data(), utf8.size());
        text += utf8.data();
    }
    return text;
}

std::pair<xkb_keysym_t, xkb_keysym_t> Typist::keysyms_of(const Stroke& stroke) {
    set_modifiers(stroke.modifiers);
    const auto shifted = xkb_state_key_get_one_sym(state_.get(), stroke.code + xkb_offset);
    set_modifiers(0);
    return {shifted, xkb_state_key_get_one_sym(state_.get(), stroke.code + xkb_offset)};
}

} // namespace exwm_vr::ctl
