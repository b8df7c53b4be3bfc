// SPDX-License-Identifier: MIT
#include "wm/layout.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace exwm_vr::wm {

namespace {

/// A run of px along one axis.
struct Run {
    int start = 0;
    int length = 0;
};

/// Part @p index of @p count nearly equal ones with @p gap between them. Rounding the edges, not
/// the lengths, leaves no px over at the end.
Run part(Run whole, std::int64_t index, std::int64_t count, int gap) {
    const std::int64_t shared = whole.length - gap * (count - 1);
    const std::int64_t from = shared * index / count;
    const std::int64_t to = shared * (index + 1) / count;
    return {
        .start = static_cast<int>(whole.start + from + gap * index),
        .length = static_cast<int>(std::max<std::int64_t>(1, to - from)),
    };
}

int fitting_gap(int gap, const Box& area, std::int64_t columns, std::int64_t rows) {
    const std::int64_t widest = area.width / (2 * (columns + 1));
    const std::int64_t highest = area.height / (2 * (rows + 1));
    return static_cast<int>(std::min({std::int64_t{gap}, widest, highest}));
}

Run columns_of(const Box& area, int gap) {
    return {area.x + gap, area.width - 2 * gap};
}

Run rows_of(const Box& area, int gap) {
    return {area.y + gap, area.height - 2 * gap};
}

void add_column(std::vector<Box>& boxes, const Box& area, Run column, std::int64_t count, int gap) {
    for (std::int64_t i = 0; i < count; ++i) {
        const Run row = part(rows_of(area, gap), i, count, gap);
        boxes.push_back({column.start, row.start, column.length, row.length});
    }
}

std::vector<Box> master_and_stack(std::int64_t count, const Box& area, const TileOptions& options) {
    const std::int64_t masters = std::min<std::int64_t>(count, options.master_count);
    const std::int64_t stacked = count - masters;
    const int gap = fitting_gap(options.gap, area, stacked > 0 ? 2 : 1, std::max(masters, stacked));
    const Run whole = columns_of(area, gap);
    std::vector<Box> boxes;
    boxes.reserve(static_cast<std::size_t>(count));
    if (stacked == 0) {
        add_column(boxes, area, whole, masters, gap);
        return boxes;
    }
    const int shared = whole.length - gap;
    const int wanted = static_cast<int>(std::lround(shared * options.master_ratio));
    const int master_width = std::clamp(wanted, 1, std::max(1, shared - 1));
    const int stack_width = std::max(1, shared - master_width);
    add_column(boxes, area, {whole.start, master_width}, masters, gap);
    const int stack_start = whole.start + whole.length - stack_width;
    add_column(boxes, area, {stack_start, stack_width}, stacked, gap);
    return boxes;
}

std::vector<Box> grid(std::int64_t count, const Box& area, int wanted_gap) {
    std::int64_t longer = 1; // cells along the longer side: the root of count, rounded up
    while (longer * longer < count) {
        ++longer;
    }
    const std::int64_t shorter = (count + longer - 1) / longer;
    const std::int64_t rows = area.width >= area.height ? shorter : longer;
    const std::int64_t columns = (count + rows - 1) / rows;
    const int gap = fitting_gap(wanted_gap, area, columns, rows);
    std::vector<Box> boxes;
    boxes.reserve(static_cast<std::size_t>(count));
    for (std::int64_t r = 0; r < rows; ++r) {
        const std::int64_t in_row = count * (r + 1) / rows - count * r / rows;
        const Run row = part(rows_of(area, gap), r, rows, gap);
        for (std::int64_t c = 0; c < in_row; ++c) {
            const Run column = part(columns_of(area, gap), c, in_row, gap);
            boxes.push_back({column.start, row.start, column.length, row.length});
        }
    }
    return boxes;
}

} // namespace

std::vector<Box> tile_boxes(std::size_t count, const Box& area, const TileOptions& options) {
    if (count == 0) {
        return {};
    }
    const auto tiles = static_cast<std::int64_t>(count);
    switch (options.kind) {
    case LayoutKind::tiling:
        return master_and_stack(tiles, area, options);
    case LayoutKind::grid:
        return grid(tiles, area, options.gap);
    case LayoutKind::monocle: {
        const int gap = fitting_gap(options.gap, area, 1, 1);
        const Run column = columns_of(area, gap);
        const Run row = rows_of(area, gap);
        return {count, Box{column.start, row.start, column.length, row.length}};
    }
    case LayoutKind::floating:
        break;
    }
    return {};
}

} // namespace exwm_vr::wm
