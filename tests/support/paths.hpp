// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace exwm_vr::test {

/// A file or folder of the source that tests read.
[[nodiscard]] std::filesystem::path source_path(const std::filesystem::path& inside);

/// One in the build folder, which tests write.
[[nodiscard]] std::filesystem::path build_path(const std::filesystem::path& inside);

} // namespace exwm_vr::test
