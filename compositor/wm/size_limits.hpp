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

} // namespace exwm_vr::wm
