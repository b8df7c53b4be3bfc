// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

namespace exwm_vr::wm {

/// How small and large a window says that its content may be, logical px. 0 or less: no limit.
struct SizeLimits {
    Size min;
    Size max;

    friend bool operator==(const SizeLimits&, const SizeLimits&) = default;
};

/// Both limits are given and the same.
[[nodiscard]] bool fixed(const SizeLimits& limits);

/// @p size made no larger than the greatest size, and then no smaller than the smallest, which
/// wins where they contradict each other.
[[nodiscard]] Size within(const SizeLimits& limits, Size size);

/// By how much a window grows at once, such as by a terminal's lines, in the window's own px. 1 or
/// less: by any number of pixels.
struct SizeSteps {
    Size base; ///< from where on steps count
    Size step;
    double scale = 1; ///< px of the window for each logical px

    friend bool operator==(const SizeSteps&, const SizeSteps&) = default;
};

/// @p size in logical px with the part of a step that is left over taken off; room for whole steps
/// in any case.
[[nodiscard]] Size in_steps(const SizeSteps& steps, Size size);

} // namespace exwm_vr::wm
