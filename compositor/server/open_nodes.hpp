// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/device.hpp"

#include <string>
#include <vector>

namespace exwm_vr::server {

/// The nodes of @p device that this process has open or mapped, as the kernel tells it:
/// "/dev/dri/card1". What is open cannot be given away.
[[nodiscard]] std::vector<std::string> open_nodes(const gpu::Device& device);

} // namespace exwm_vr::server
