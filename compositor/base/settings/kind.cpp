// SPDX-License-Identifier: MIT
#include "base/settings/kind.hpp"

#include "base/format.hpp"
#include "base/number.hpp"

namespace exwm_vr::settings::kind {

using yaml::Node;

std::unexpected<Error> mismatch(std::string_view expected, const Node& got) {
    return fail("expected {}, got {}", expected, got.describe());
}

Kind<bool> flag() {
    return from_scalar<bool>(
        "true or false",
        true,
        [](std::string_view text) -> std::optional<bool> {
            if (text == "true" || text == "false") {
                return text == "true";
            }
            return std::nullopt;
        },
        [](const bool& value) { return value ? "true" : "false"; }
    );
}

Kind<int> whole(int low, int high, std::string_view unit) {
    return from_scalar<int>(
        formatted("a whole number from {} to {}{}{}", low, high, unit.empty() ? "" : " ", unit),
        true,
        [=](std::string_view text) { return parse_number(text, low, high); },
        [](const int& value) { return std::to_string(value); }
    );
}

Kind<double> real(double low, double high) {
    return from_scalar<double>(
        formatted("a number from {} to {}", low, high),
        true,
        [=](std::string_view text) { return parse_number(text, low, high); },
        [](const double& value) { return formatted("{}", value); }
    );
}

Kind<std::string> text() {
    return from_scalar<std::string>(
        "text",
        false,
        [](std::string_view text) { return std::optional(std::string{text}); },
        yaml::scalar
    );
}

Kind<std::string> text_not_empty() {
    return from_scalar<std::string>(
        "text that is not empty",
        false,
        [](std::string_view text) {
            return text.empty() ? std::nullopt : std::optional(std::string{text});
        },
        yaml::scalar
    );
}

} // namespace exwm_vr::settings::kind
