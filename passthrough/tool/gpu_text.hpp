// SPDX-License-Identifier: MIT
#pragma once

#include "base/table.hpp"
#include "passthrough/gpu/apis.hpp"

#include <span>
#include <string>

namespace exwm_vr::gpu_tool {

/// "8176 MiB"
[[nodiscard]] std::string in_mebibytes(std::uint64_t bytes);

/// A line about it.
[[nodiscard]] std::string summary(const gpu::EglDevice& device);
[[nodiscard]] std::string summary(const gpu::VulkanDevice& device);

/// One row a GPU.
[[nodiscard]] Table table_of(std::span<const gpu::Gpu> gpus);

/// One row a device of EGL and of Vulkan, with the GPU that it is.
[[nodiscard]] Table table_of(const gpu::Apis& apis, std::span<const gpu::Gpu> gpus);

} // namespace exwm_vr::gpu_tool
