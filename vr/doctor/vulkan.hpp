// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/displays.hpp"
#include "vr/doctor/finding.hpp"
#include "vr/doctor/probe.hpp"

namespace exwm_vr::doctor {

/// Whether Vulkan can draw on a leased display, of the headsets' cards where some are known.
[[nodiscard]] Finding judge(const Result<Vulkan>& vulkan, const std::vector<Display>& displays);

} // namespace exwm_vr::doctor
