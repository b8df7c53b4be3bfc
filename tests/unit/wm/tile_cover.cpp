// SPDX-License-Identifier: MIT
#include "tile_cover.hpp"

#include "base/format.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace exwm_vr::wm::test {

namespace {

std::string text(const Box& b) {
    return formatted("{}x{}@{},{}", b.width, b.height, b.x, b.y);
}

std::int64_t px(const Box& box) {
    return std::int64_t{box.width} * box.height;
}

} // namespace

std::string tile_fault(std::span<const Box> tiles, const Box& area, int gap) {
    if (tiles.empty()) {
        return {};
    }
    int used_gap = area.width;
    for (const Box& tile : tiles) {
        if (tile.empty() || !area.contains(tile)) {
            return formatted("tile {} is empty or outside {}", text(tile), text(area));
        }
        used_gap = std::min(used_gap, tile.x - area.x);
    }
    const auto count = static_cast<std::int64_t>(tiles.size());
    if (area.width < count || area.height < count) {
        return {};
    }
    const std::int64_t roomy = std::int64_t{2} * gap * (count + 1);
    if (used_gap > gap || (used_gap < gap && area.width >= roomy && area.height >= roomy)) {
        return formatted("the gap is {}, not {}, on {}", used_gap, gap, text(area));
    }
    // With the gap on its right and below, each tile is a piece of a puzzle without holes.
    const Box puzzle{
        area.x + used_gap, area.y + used_gap, area.width - used_gap, area.height - used_gap
    };
    std::vector<Box> pieces;
    pieces.reserve(tiles.size());
    std::int64_t covered = 0;
    for (Box piece : tiles) {
        piece.width += used_gap;
        piece.height += used_gap;
        if (!puzzle.contains(piece)) {
            return formatted("{} with its gap leaves {}", text(piece), text(puzzle));
        }
        const auto overlaps = [&](const Box& other) { return !piece.intersection(other).empty(); };
        if (std::ranges::any_of(pieces, overlaps)) {
            return formatted("{} with its gap overlaps another", text(piece));
        }
        covered += px(piece);
        pieces.push_back(piece);
    }
    if (covered != px(puzzle)) {
        return formatted("{} px of {} are covered, on {}", covered, px(puzzle), text(area));
    }
    return {};
}

} // namespace exwm_vr::wm::test
