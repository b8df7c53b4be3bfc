// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings/key_doc.hpp"

#include <string>
#include <string_view>

namespace exwm_vr::settings {

/// @p text with what means something to scdoc(5) escaped.
[[nodiscard]] std::string escaped_for_manual(std::string_view text);

/// A key as an entry of a manual page in scdoc(5).
[[nodiscard]] std::string manual_entry(const KeyDoc& doc);

} // namespace exwm_vr::settings
