// SPDX-License-Identifier: MIT
#include "wm/output_places.hpp"

#include <algorithm>
#include <cstddef>

namespace exwm_vr::wm {

namespace {

Box box_at(Point at, Size size) {
    return {.x = at.x, .y = at.y, .width = size.width, .height = size.height};
}

/// Whether the pointer gets from one to the other.
bool touch(const Box& one, const Box& other) {
    const Box wider{.x = one.x - 1, .y = one.y, .width = one.width + 2, .height = one.height};
    const Box taller{.x = one.x, .y = one.y - 1, .width = one.width, .height = one.height + 2};
    return !wider.intersection(other).empty() || !taller.intersection(other).empty();
}

Point free_place(Size size, std::span<const Box> taken) {
    // The leftmost free place begins at 0 or where an output ends, or it ends where one begins.
    std::vector<int> candidates{0};
    for (const Box& box : taken) {
        for (const int x : {box.x + box.width, box.x - size.width}) {
            if (x > 0) {
                candidates.push_back(x);
            }
        }
    }
    std::ranges::sort(candidates);
    const auto is_free = [&](int x) {
        const Box here = box_at({.x = x, .y = 0}, size);
        return std::ranges::all_of(taken, [&](const Box& box) {
            return here.intersection(box).empty();
        });
    };
    const auto is_beside_one = [&](int x) {
        const Box here = box_at({.x = x, .y = 0}, size);
        return is_free(x) &&
               std::ranges::any_of(taken, [&](const Box& box) { return touch(here, box); });
    };
    // None may be in the row at all.
    auto found = std::ranges::find_if(candidates, is_beside_one);
    if (found == candidates.end()) {
        found = std::ranges::find_if(candidates, is_free);
    }
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
