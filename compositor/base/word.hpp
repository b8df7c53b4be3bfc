// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace exwm_vr {

/// A word of the file and what it stands for.
template <typename Choice>
struct Word {
    std::string_view text;
    Choice value;
};

template <typename Choice, std::size_t count>
[[nodiscard]] constexpr std::string_view
word_for(const std::array<Word<Choice>, count>& words, Choice value) {
    for (const auto& word : words) {
        if (word.value == value) {
            return word.text;
        }
    }
    return {};
}

} // namespace exwm_vr
