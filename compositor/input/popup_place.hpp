// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <algorithm>

namespace exwm_vr::input {

/// Where a list of candidates of @p size goes beside the text cursor: below it, above it where
/// there is no room below, and never out of @p output if it fits. All in layout coordinates,
/// logical px.
[[nodiscard]] constexpr Point popup_place(Box cursor, Size size, Box output) {
    const int right = output.x + output.width;
    const int bottom = output.y + output.height;
    int y = cursor.y + cursor.height;
    if (y + size.height > bottom && cursor.y - size.height >= output.y) {
        y = cursor.y - size.height;
    }
    return {
        std::max(output.x, std::min(cursor.x, right - size.width)),
        std::max(output.y, std::min(y, bottom - size.height))
    };
}

} // namespace exwm_vr::input
