// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/finding.hpp"
#include "passthrough/tool/command_line.hpp"

#include <span>
#include <vector>

namespace exwm_vr::gpu_tool {

/// Prints findings and their remedies; a failure when there is an error among them.
Result<void> print_findings(Context& context, std::span<const gpu::Finding> findings);

/// Whether the drivers that programs load here fit the kernel's. Asks EGL and Vulkan.
[[nodiscard]] std::vector<gpu::Finding> check_drivers();

} // namespace exwm_vr::gpu_tool
