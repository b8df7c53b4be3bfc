// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

/// Which pictures of an icon are worth keeping, and which of them is wanted.
namespace exwm_vr {

constexpr int largest_icon = 1024; ///< px, either side
constexpr std::size_t most_icons = 16;
/// All icons of a window together: 1024x1024 and 512x512, or many small ones.
constexpr std::size_t most_icon_pixels = std::size_t{5} << 18U;

/// What an icon measures, px: its longer side.
[[nodiscard]] int icon_size(Size size);

/// Indices into @p sizes, smallest first: pictures of a possible size, one of each, the first that
/// was given. Of more than most_icons or most_icon_pixels the largest are left out, as they cost
/// most and fit fewest places.
[[nodiscard]] std::vector<std::size_t> usable_icons(std::span<const Size> sizes);

/// The index of the best one for @p wished px: the smallest that is at least as large, as making
/// it smaller costs less than making it larger, else the largest. None of none.
[[nodiscard]] std::optional<std::size_t> choose_icon(std::span<const Size> sizes, int wished);

} // namespace exwm_vr
