// SPDX-License-Identifier: MIT
#include "wm/floating.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace exwm_vr::wm {

namespace {

/// The start of @p length px nearest to @p start that lies in [@p from, @p from + @p room), or
/// @p from where it does not fit.
int moved_into(int start, int length, int from, int room) {
    return std::clamp(start, from, std::max(from, from + room - length));
}

int carried_start(
    int start,
    int old_length,
    int new_length,
    int old_from,
    int old_room,
    int new_from,
    int new_room
) {
    const double share = (start + old_length / 2.0 - old_from) / old_room;
    const double wanted = new_from + share * new_room - new_length / 2.0;
    const auto limit = static_cast<double>(max_coordinate);
    return static_cast<int>(std::lround(std::clamp(wanted, -limit, limit)));
}

/// The start nearest to @p start that leaves the grip in [@p from, @p from + @p room).
int gripped_start(int start, int length, int from, int room) {
    const int kept = std::min({grip, length, room});
    return std::clamp(start, from + kept - length, from + room - kept);
}

} // namespace

Box sane_box(const Box& box) {
    return {
        .x = std::clamp(box.x, -max_coordinate, max_coordinate),
        .y = std::clamp(box.y, -max_coordinate, max_coordinate),
        .width = std::clamp(box.width, 1, max_coordinate),
        .height = std::clamp(box.height, 1, max_coordinate),
    };
}

Box centred(Size size, const Box& over, const Box& within) {
    const int x = over.x + (over.width - size.width) / 2;
    const int y = over.y + (over.height - size.height) / 2;
    return {
        .x = moved_into(x, size.width, within.x, within.width),
        .y = moved_into(y, size.height, within.y, within.height),
        .width = size.width,
        .height = size.height,
    };
}

Box carried_over(const FloatingBox& floating, const Box& area, bool resizable) {
    const Box& box = floating.box;
    const Box& old = floating.area;
    if (old == area) {
        return box;
    }
    Box carried = box;
    if (resizable) {
        carried.width = std::min(box.width, area.width);
        carried.height = std::min(box.height, area.height);
    }
    carried.x =
        carried_start(box.x, box.width, carried.width, old.x, old.width, area.x, area.width);
    carried.y =
        carried_start(box.y, box.height, carried.height, old.y, old.height, area.y, area.height);
    if (old.contains(box)) {
        carried.x = moved_into(carried.x, carried.width, area.x, area.width);
        carried.y = moved_into(carried.y, carried.height, area.y, area.height);
    }
    return carried;
}

Box kept_in_layout(const Box& box, std::span<const Box> layout) {
    Box best = box;
    int best_way = std::numeric_limits<int>::max();
    for (const Box& output : layout) {
        Box moved = box;
        moved.x = gripped_start(box.x, box.width, output.x, output.width);
        moved.y = gripped_start(box.y, box.height, output.y, output.height);
        const int way = std::abs(moved.x - box.x) + std::abs(moved.y - box.y);
        if (way < best_way) {
            best_way = way;
            best = moved;
        }
    }
    return best;
}

} // namespace exwm_vr::wm
