// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <cstdint>

namespace exwm_vr::server {

/// Edges that are dragged, as in enum wlr_edges and xdg_toplevel.resize_edge.
namespace edge {
constexpr std::uint32_t top = 1;
constexpr std::uint32_t bottom = 2;
constexpr std::uint32_t left = 4;
constexpr std::uint32_t right = 8;
} // namespace edge

/// @p start with @p edges dragged by (@p dx, @p dy), never smaller than @p minimum; logical px.
[[nodiscard]] Box
resized(const Box& start, std::uint32_t edges, double dx, double dy, Size minimum);

/// @p box with a new size, keeping the sides still that are not among @p edges.
[[nodiscard]] Box with_size(const Box& box, Size size, std::uint32_t edges);

/// The two edges that meet in the corner of @p box nearest to @p point.
[[nodiscard]] std::uint32_t nearest_corner(const Box& box, Point point);

} // namespace exwm_vr::server
