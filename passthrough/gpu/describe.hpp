// SPDX-License-Identifier: MIT
#pragma once

#include "base/table.hpp"
#include "passthrough/gpu/device.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>

namespace exwm_vr::gpu {

/// A device as all of our programs print it; what it does not have is null.
[[nodiscard]] nlohmann::json json_of(const Device& device);

/// One row a device, outputs that something is plugged into with a star.
[[nodiscard]] Table table_of(std::span<const Device> devices);

} // namespace exwm_vr::gpu
