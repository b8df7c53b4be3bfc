// SPDX-License-Identifier: MIT
#include "wm/size_limits.hpp"

#include <algorithm>
#include <cmath>

namespace exwm_vr::wm {
namespace {

int length_within(int min, int max, int length) {
    if (max > 0) {
        length = std::min(length, max);
    }
    return min > 0 ? std::max(length, min) : length;
}

int length_in_steps(int base, int step, double scale, int length) {
    base = std::max(base, 0);
    const int own = static_cast<int>(std::floor(length * scale));
    if (step <= 1 || own <= base) {
        return length;
    }
    return static_cast<int>(std::ceil((own - (own - base) % step) / scale));
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
        length_in_steps(steps.base.width, steps.step.width, steps.scale, size.width),
        length_in_steps(steps.base.height, steps.step.height, steps.scale, size.height)
    };
}

} // namespace exwm_vr::wm
