// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "wm/types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace exwm_vr::wm {

/// A box that a step in some direction may reach.
struct Target {
    Box box;
    std::uint64_t recency = 0; ///< the higher wins between equally near ones
};

/// Index of the nearest of @p targets that lies in @p direction of @p from: first those straight
/// ahead, then those that overlap @p from, then those aside. None when nothing lies there.
[[nodiscard]] std::optional<std::size_t>
nearest_ahead(Direction direction, const Box& from, std::span<const Target> targets);

/// Index of the one of @p targets, all known to lie ahead, that is nearest to a straight line from
/// @p from and then to @p from itself. None only when there are no targets.
[[nodiscard]] std::optional<std::size_t>
nearest_entry(Direction direction, const Box& from, std::span<const Target> targets);

} // namespace exwm_vr::wm
