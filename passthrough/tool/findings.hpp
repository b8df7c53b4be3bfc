// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/finding.hpp"
#include "passthrough/tool/command_line.hpp"

#include <span>

namespace exwm_vr::gpu_tool {

/// Prints findings and their remedies; a failure when there is an error among them.
Result<void> print_findings(Context& context, std::span<const gpu::Finding> findings);

} // namespace exwm_vr::gpu_tool
