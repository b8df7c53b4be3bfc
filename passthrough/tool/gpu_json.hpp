// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/apis.hpp"

#include <nlohmann/json_fwd.hpp>

namespace exwm_vr::gpu_tool {

/// All that is known of a GPU, each value with where it is from; what is not known is null.
/// @p apis may be null.
[[nodiscard]] nlohmann::json json_of(const gpu::Gpu& gpu, const gpu::Apis* apis);

[[nodiscard]] nlohmann::json json_of(const gpu::EglDevice& device);
[[nodiscard]] nlohmann::json json_of(const gpu::VulkanDevice& device);

} // namespace exwm_vr::gpu_tool
