// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/probe.hpp"

namespace exwm_vr::ctl {

/// Asks Vulkan's loader and drivers, in a process of its own, as drivers crash. An empty function
/// where this was built without Vulkan's headers.
[[nodiscard]] std::function<Result<doctor::Vulkan>()> vulkan_prober();

} // namespace exwm_vr::ctl
