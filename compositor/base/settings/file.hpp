// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace exwm_vr::settings {

/// Whose word a file is.
enum class Trust : std::uint8_t {
    anyone, ///< whoever wrote it
    own,    ///< root's or this user's: they own it and nobody else may write to it
};

/// The text of a regular file (or a link to one), at most one byte more than yaml::read() takes,
/// so that it sees when that is too much. The error names the file.
[[nodiscard]] Result<std::string>
read_file(const std::filesystem::path& path, Trust trust = Trust::anyone);

} // namespace exwm_vr::settings
