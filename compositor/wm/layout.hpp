// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "wm/types.hpp"

#include <cstddef>
#include <vector>

namespace exwm_vr::wm {

/// How one workspace tiles. Values are within the ranges that @ref Options gives.
struct TileOptions {
    LayoutKind kind = LayoutKind::tiling;
    double master_ratio = 0.55; ///< share of the width for the master column
    int master_count = 1;
    int gap = 0; ///< wanted, between tiles and at the edges, logical px
};

/// Outer boxes for @p count tiles, in tiling order, all inside @p area and never empty.
///
/// Tiling and grid cover the area exactly, less gaps, without overlap. The gap shrinks, the same
/// everywhere, where gaps would take more than half of the width or height. Only with more rows or
/// columns than there are px do tiles of one px lie on each other. Monocle gives all the same box;
/// LayoutKind::floating tiles nothing and gives none.
///
/// @p area must not be empty.
[[nodiscard]] std::vector<Box>
tile_boxes(std::size_t count, const Box& area, const TileOptions& options);

} // namespace exwm_vr::wm
