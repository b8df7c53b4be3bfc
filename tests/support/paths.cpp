// SPDX-License-Identifier: MIT
// The one file that knows where the checkout lies: what is compiled for one checkout serves
// another, too, where a compiler cache keeps it.
#include "support/paths.hpp"

namespace exwm_vr::test {

std::filesystem::path source_path(const std::filesystem::path& inside) {
    return std::filesystem::path(SOURCE_FOLDER) / inside;
}

std::filesystem::path build_path(const std::filesystem::path& inside) {
    return std::filesystem::path(BUILD_FOLDER) / inside;
}

} // namespace exwm_vr::test
