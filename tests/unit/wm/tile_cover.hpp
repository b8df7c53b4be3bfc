// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <span>
#include <string>

namespace exwm_vr::wm::test {

/// What is wrong with tiles that are to cover @p area less gaps of at most @p gap px; empty when
/// nothing is. Where there may be too few px for all, they need only be inside and not empty.
[[nodiscard]] std::string tile_fault(std::span<const Box> tiles, const Box& area, int gap);

} // namespace exwm_vr::wm::test
