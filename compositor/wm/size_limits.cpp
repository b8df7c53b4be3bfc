// SPDX-License-Identifier: MIT
#include "wm/size_limits.hpp"

#include <algorithm>

namespace exwm_vr::wm {
namespace {

int length_within(int min, int max, int length) {
    if (max > 0) {
        length = std::min(length, max);
    }
    return min > 0 ? std::max(length, min) : length;
}

int length_in_steps(int base, int step, int length) {
    base = std::max(base, 0);
    return step > 1 && length > base ? length - (length - base) % step : length;
}

} // namespace

bool fixed(const SizeLimits& limits) {
    return !limits.min.empty() && limits.min == limits.max;
}

Size within(const SizeLimits& limits, Size size) {
    return {
        length_within(limits.min.width, limits.max.width, size.width),
        length_within(limits.min.height, limits.max.height, size.height)
    };
}

Size in_steps(const SizeSteps& steps, Size size) {
    return {
        length_in_steps(steps.base.width, steps.step.width, size.width),
        length_in_steps(steps.base.height, steps.step.height, size.height)
    };
}

} // namespace exwm_vr::wm
