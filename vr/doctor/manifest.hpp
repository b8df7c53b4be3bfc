// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace exwm_vr::doctor {

/// What an OpenXR runtime manifest says.
struct Manifest {
    std::string name;    ///< may be empty
    std::string library; ///< a path, absolute or from the manifest's folder, or a bare file name

    friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// A manifest has a few hundred bytes.
constexpr std::size_t manifest_limit = 64UL * 1024;

/// Reads the text of an active_runtime.json, as strictly as OpenXR's loader does.
[[nodiscard]] Result<Manifest> read_manifest(std::string_view text);

} // namespace exwm_vr::doctor
