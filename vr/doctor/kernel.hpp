// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/finding.hpp"

namespace exwm_vr::doctor {

/// @p release as uname says it: "6.12.3-arch1".
[[nodiscard]] Finding judge_kernel(const std::string& release);

} // namespace exwm_vr::doctor
