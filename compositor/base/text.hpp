// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr {

/// @p text in double quotes for an error message: control characters and bytes that are not UTF-8
/// are escaped, and long text is cut.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// @p text without the spaces, tabs and line breaks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// One code point and the bytes that it takes.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};

/// The code point that @p text begins with; nothing when that is not valid UTF-8 (RFC 3629: no
/// overlong forms, no surrogates, at most U+10FFFF) or @p text is empty.
[[nodiscard]] std::optional<CodePoint> first_code_point(std::string_view text);

/// Whether all of @p text is valid UTF-8.
[[nodiscard]] bool valid_utf8(std::string_view text);

/// @p value as UTF-8; it must be a valid code point.
[[nodiscard]] std::string to_utf8(char32_t value);

} // namespace exwm_vr
