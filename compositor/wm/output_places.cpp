// SPDX-License-Identifier: MIT
#include "wm/output_places.hpp"

#include <algorithm>
#include <cstddef>

namespace exwm_vr::wm {

namespace {

Box box_at(Point at, Size size) {
    return {.x = at.x, .y = at.y, .width = size.width, .height = size.height};
}

Point free_place(Size size, std::span<const Box> taken) {
    // The leftmost free place begins at 0 or where an output ends.
    std::vector<int> candidates{0};
    for (const Box& box : taken) {
        if (box.x + box.width > 0) {
            candidates.push_back(box.x + box.width);
        }
    }
    std::ranges::sort(candidates);
    const auto found = std::ranges::find_if(candidates, [&](int x) {
        const Box here = box_at({.x = x, .y = 0}, size);
        return std::ranges::all_of(taken, [&](const Box& box) {
            return here.intersection(box).empty();
        });
    });
    return {.x = found != candidates.end() ? *found : candidates.back(), .y = 0};
}

} // namespace

std::vector<Point> place_outputs(std::span<const OutputWish> wishes) {
    std::vector<Point> places(wishes.size());
    std::vector<Box> taken;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        if (wishes[i].position) {
            places[i] = *wishes[i].position;
            taken.push_back(box_at(places[i], wishes[i].size));
        }
    }
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        if (!wishes[i].position) {
            places[i] = free_place(wishes[i].size, taken);
            taken.push_back(box_at(places[i], wishes[i].size));
        }
    }
    return places;
}

} // namespace exwm_vr::wm
