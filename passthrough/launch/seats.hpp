// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/plan.hpp"

#include <span>
#include <string>
#include <vector>

namespace exwm_vr::launch {

/// What two guests cannot have at the same time: cards, input and serial devices, GPUs of their
/// own, seatd's seat. One line each, with their names. Render nodes are for sharing.
[[nodiscard]] std::vector<std::string> given_twice(std::span<const Plan> plans);

} // namespace exwm_vr::launch
