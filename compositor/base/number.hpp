// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

namespace exwm_vr {

/// Reads all of @p text as a decimal number, nothing around it; nothing when it is not one or lies
/// outside @p low to @p high (both included).
template <typename Number>
[[nodiscard]] std::optional<Number> parse_number(std::string_view text, Number low, Number high) {
    Number value{};
    const char* const end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, value);
    if (error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    // Written so that a NaN, which compares false with everything, is refused.
    if (!(value >= low && value <= high)) {
        return std::nullopt;
    }
    return value;
}

} // namespace exwm_vr
