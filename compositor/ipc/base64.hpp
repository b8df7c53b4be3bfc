// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::ipc {

/// Bytes as text that any string holds (RFC 4648, section 4): in one line, padded.
[[nodiscard]] std::string to_base64(std::span<const std::byte> bytes);

/// And back, of just this form.
[[nodiscard]] Result<std::vector<std::byte>> from_base64(std::string_view text);

} // namespace exwm_vr::ipc
