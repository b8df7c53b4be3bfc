// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <span>

namespace exwm_vr::wm {

/// Coordinates and sizes beyond this are no real place; sums of a few stay clear of overflow.
/// Wayland's own fixed-point coordinates end here.
constexpr int max_coordinate = 1 << 23;

/// At least this much of a floating window's width and height stays on some output, logical px.
constexpr int grip = 32;

/// A floating window's outer box, and the full box of the output it was given for.
///
/// Both are kept as they were given: on an output of another size the shown box is derived, so a
/// window that goes to a small output and back lies where it lay.
struct FloatingBox {
    Box box;
    Box area;
};

/// @p box with its coordinates within ±max_coordinate and its size from 1 to max_coordinate.
[[nodiscard]] Box sane_box(const Box& box);

/// A box of @p size centred over @p over, moved into @p within as far as it fits.
[[nodiscard]] Box centred(Size size, const Box& over, const Box& within);

/// Where @p floating lies on an output with the full box @p area: at the same share of its width
/// and height. A @p resizable one is no larger than the output.
[[nodiscard]] Box carried_over(const FloatingBox& floating, const Box& area, bool resizable);

/// @p box moved no further than it takes to show @ref grip px on one of @p layout's outputs; on
/// the first of those that are equally near.
[[nodiscard]] Box kept_in_layout(const Box& box, std::span<const Box> layout);

} // namespace exwm_vr::wm
