// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <optional>
#include <string_view>

namespace exwm_vr::ctl {

/// Reads "X,Y", each at most a million either way.
[[nodiscard]] std::optional<Point> parse_point(std::string_view text);

/// Reads "X,Y WxH", as slurp prints it; width and height at least 1.
[[nodiscard]] std::optional<Box> parse_box(std::string_view text);

} // namespace exwm_vr::ctl
