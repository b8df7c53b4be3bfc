// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <optional>
#include <span>
#include <vector>

namespace exwm_vr::wm {

/// An output's size in the layout, and where the user wants it.
struct OutputWish {
    Size size; ///< logical px
    std::optional<Point> position;
};

/// The top left corners of outputs in the layout, in the order of @p wishes. One with a position
/// gets it, also over another one. The others stand in a row at y 0, each at the smallest x from
/// 0 on where it covers no output placed before it, those with a position first of all, and has
/// no hole between it and one of them, if that can be.
[[nodiscard]] std::vector<Point> place_outputs(std::span<const OutputWish> wishes);

} // namespace exwm_vr::wm
