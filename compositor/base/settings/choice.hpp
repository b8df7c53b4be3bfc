// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings/kind.hpp"
#include "base/word.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace exwm_vr::settings {

/// One of a table's words.
template <typename Choice, std::size_t count>
[[nodiscard]] kind::Kind<Choice> choice(const std::array<Word<Choice>, count>& words) {
    std::string expected;
    for (std::size_t i = 0; i < count; ++i) {
        expected += i == 0 ? "" : i + 1 == count ? " or " : ", ";
        expected += words.at(i).text;
    }
    return {
        .expected = expected,
        .read = [=](const yaml::Node& node) -> Result<Choice> {
            const auto found = std::ranges::find(words, node.text, &Word<Choice>::text);
            if (node.kind != yaml::Node::Kind::scalar || found == words.end()) {
                return kind::mismatch(expected, node);
            }
            return found->value;
        },
        .write = [=](const Choice& value) { return std::string{word_for(words, value)}; },
    };
}

} // namespace exwm_vr::settings
