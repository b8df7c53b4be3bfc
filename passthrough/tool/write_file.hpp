// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <sys/types.h>

#include <string>
#include <string_view>

namespace exwm_vr::gpu_tool {

/// Writes @p text into a file, in place of what is there. Never through a link that somebody else
/// put there. @p mode is that of a new file; with @p exactly, of one that was there, too.
[[nodiscard]] Result<void>
write_file(const std::string& path, std::string_view text, mode_t mode, bool exactly = false);

} // namespace exwm_vr::gpu_tool
