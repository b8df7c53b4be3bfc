// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/settings/yaml.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// The kinds of single values in a file: what is expected of each, and its way from and to YAML.
namespace exwm_vr::settings::kind {

template <typename T>
struct Kind {
    std::string expected; ///< for people: "a whole number from 0 to 1000"
    /// The error is the message to print, without the key's name.
    std::function<Result<T>(const yaml::Node&)> read;
    /// Back to YAML, on one line.
    std::function<std::string(const T&)> write;
};

/// "expected EXPECTED, got …".
[[nodiscard]] std::unexpected<Error> mismatch(std::string_view expected, const yaml::Node& got);

/// A kind that is read from a scalar's text; @p from_text gives nothing for what it cannot take.
/// With @p numeric, text in quotes is refused: people who write "5" mean a word.
template <typename T, typename FromText>
Kind<T> from_scalar(
    const std::string& expected,
    bool numeric,
    FromText from_text,
    std::function<std::string(const T&)> write
) {
    return {
        .expected = expected,
        .read = [=](const yaml::Node& node) -> Result<T> {
            if (node.kind != yaml::Node::Kind::scalar || (numeric && node.quoted)) {
                return mismatch(expected, node);
            }
            std::optional<T> value = from_text(std::string_view{node.text});
            if (!value) {
                return mismatch(expected, node);
            }
            return *std::move(value);
        },
        .write = std::move(write),
    };
}

[[nodiscard]] Kind<bool> flag();
/// @p low to @p high, both included; @p unit such as "ms" is for people only.
[[nodiscard]] Kind<int> whole(int low, int high, std::string_view unit = {});
[[nodiscard]] Kind<double> real(double low, double high);
[[nodiscard]] Kind<std::string> text();
[[nodiscard]] Kind<std::string> text_not_empty();

} // namespace exwm_vr::settings::kind
