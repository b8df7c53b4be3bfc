// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/finding.hpp"
#include "vr/doctor/probe.hpp"

namespace exwm_vr::doctor {

/// Looks at the whole chain from the kernel to the OpenXR runtime, a finding for each part.
[[nodiscard]] std::vector<Finding> examine(const Probe& probe);

} // namespace exwm_vr::doctor
