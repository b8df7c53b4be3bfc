// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
namespace exwm_vr::ipc::utf8 {

/// Length in bytes (1 to 4) of the well-formed character that @p text begins with, 0 for none.
[[nodiscard]] std::size_t character_length(std::string_view text);

/// Offset of the first byte that is not part of well-formed UTF-8.
[[nodiscard]] std::optional<std::size_t> find_invalid(std::string_view text);

/// @p text with each ill-formed part replaced by U+FFFD.
[[nodiscard]] std::string repaired(std::string_view text);

/// The longest beginning of @p text of at most @p max_bytes that cuts no character in two.
[[nodiscard]] std::string_view clipped(std::string_view text, std::size_t max_bytes);

/// Appends a character; false, and nothing appended, for what is no Unicode scalar value.
[[nodiscard]] bool append(std::string& out, char32_t character);

} // namespace exwm_vr::ipc::utf8
