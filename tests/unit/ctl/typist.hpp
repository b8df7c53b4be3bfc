// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/input/typing.hpp"

#include <xkbcommon/xkbcommon.h>

#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::ctl {

/// What a program would see of a Typing: the keymap is compiled and the keys are pressed, by
/// xkbcommon and with no files of the system.
class Typist {
public:
    explicit Typist(const Typing& typing);

    /// Whether xkbcommon takes the keymap.
    [[nodiscard]] bool valid() const { return keymap_ != nullptr; }

    /// What the strokes give.
    [[nodiscard]] std::vector<xkb_keysym_t> keysyms();
    [[nodiscard]] std::string text();
    /// The keysym of one stroke, and the one of its key without modifiers.
    [[nodiscard]] std::pair<xkb_keysym_t, xkb_keysym_t> keysyms_of(const Stroke& stroke);

    [[nodiscard]] xkb_keymap* keymap() { return keymap_.get(); }

private:
    template <auto Free>
    struct Deleter {
        void operator()(auto* object) const { Free(object); }
    };

    void set_modifiers(std::uint32_t modifiers);

    const Typing& typing_;
    std::unique_ptr<xkb_context, Deleter<xkb_context_unref>> context_;
    std::unique_ptr<xkb_keymap, Deleter<xkb_keymap_unref>> keymap_;
    std::unique_ptr<xkb_state, Deleter<xkb_state_unref>> state_;
};

} // namespace exwm_vr::ctl
