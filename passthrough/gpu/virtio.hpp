// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace exwm_vr::gpu {

/// Whether a virtio-gpu has 3D of its host, by the text of its file "features": a digit for each
/// thing that may have been agreed on. Nothing: not known; then it is tried, as it mostly has.
[[nodiscard]] std::optional<bool> agreed_3d(std::string_view features);

} // namespace exwm_vr::gpu
