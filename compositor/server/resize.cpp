// SPDX-License-Identifier: MIT
#include "server/resize.hpp"

#include <algorithm>
#include <cmath>

namespace exwm_vr::server {

Box resized(const Box& start, std::uint32_t edges, double dx, double dy, Size minimum) {
    const int x = static_cast<int>(std::lround(dx));
    const int y = static_cast<int>(std::lround(dy));
    Size size = start.size();
    if ((edges & edge::left) != 0) {
        size.width -= x;
    } else if ((edges & edge::right) != 0) {
        size.width += x;
    }
    if ((edges & edge::top) != 0) {
        size.height -= y;
    } else if ((edges & edge::bottom) != 0) {
        size.height += y;
    }
    size.width = std::max(size.width, minimum.width);
    size.height = std::max(size.height, minimum.height);
    return with_size(start, size, edges);
}

Box with_size(const Box& box, Size size, std::uint32_t edges) {
    Box result{box.x, box.y, size.width, size.height};
    if ((edges & edge::left) != 0) {
        result.x = box.x + box.width - size.width;
    }
    if ((edges & edge::top) != 0) {
        result.y = box.y + box.height - size.height;
    }
    return result;
}

std::uint32_t nearest_corner(const Box& box, Point point) {
    const auto middle = box.center();
    return (point.x < middle.x ? edge::left : edge::right) |
           (point.y < middle.y ? edge::top : edge::bottom);
}

} // namespace exwm_vr::server
