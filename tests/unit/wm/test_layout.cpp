// SPDX-License-Identifier: MIT
#include "desk.hpp"
#include "tile_cover.hpp"
#include "wm/layout.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <vector>

namespace exwm_vr::wm::test {

namespace {

constexpr Box area{0, 0, 1000, 800};

TileOptions tiling(int gap = 0) {
    return {.kind = LayoutKind::tiling, .master_ratio = 0.6, .master_count = 1, .gap = gap};
}

TileOptions grid(int gap = 0) {
    return {.kind = LayoutKind::grid, .gap = gap};
}

} // namespace

TEST_CASE("No tiles have no boxes", "[layout]") {
    CHECK(tile_boxes(0, area, tiling()).empty());
    CHECK(tile_boxes(3, area, {.kind = LayoutKind::floating}).empty());
}

TEST_CASE("One tile fills the area, whatever the layout", "[layout]") {
    CHECK(tile_boxes(1, area, tiling()) == std::vector{area});
    CHECK(tile_boxes(1, area, grid()) == std::vector{area});
    CHECK(tile_boxes(1, area, tiling(10)) == std::vector{Box{10, 10, 980, 780}});
}

TEST_CASE("The master takes its share of the width, the stack divides the rest", "[layout]") {
    CHECK(
        tile_boxes(3, area, tiling()) ==
        std::vector<Box>{{0, 0, 600, 800}, {600, 0, 400, 400}, {600, 400, 400, 400}}
    );
}

TEST_CASE("Several masters share the master column", "[layout]") {
    TileOptions options = tiling();
    options.master_count = 2;
    CHECK(
        tile_boxes(3, area, options) ==
        std::vector<Box>{{0, 0, 600, 400}, {0, 400, 600, 400}, {600, 0, 400, 800}}
    );
    SECTION("and the whole width while there is no stack") {
        CHECK(
            tile_boxes(2, area, options) == std::vector<Box>{{0, 0, 1000, 400}, {0, 400, 1000, 400}}
        );
    }
}

TEST_CASE("Gaps lie at the edges and between tiles", "[layout]") {
    CHECK(
        tile_boxes(2, {100, 50, 1030, 820}, tiling(10)) ==
        std::vector<Box>{{110, 60, 600, 800}, {720, 60, 400, 800}}
    );
}

TEST_CASE("A grid is nearly square and its rows differ by one at most", "[layout]") {
    CHECK(
        tile_boxes(4, area, grid()) ==
        std::vector<Box>{
            {0, 0, 500, 400}, {500, 0, 500, 400}, {0, 400, 500, 400}, {500, 400, 500, 400}
        }
    );
    const std::vector<Box> five = tile_boxes(5, area, grid());
    CHECK(five[0] == Box{0, 0, 500, 400});
    CHECK(five[2] == Box{0, 400, 333, 400});
    CHECK(five[4].x + five[4].width == 1000);
    SECTION("with more rows than columns where the area is higher than wide") {
        CHECK(
            tile_boxes(2, {0, 0, 400, 800}, grid()) ==
            std::vector<Box>{{0, 0, 400, 400}, {0, 400, 400, 400}}
        );
    }
}

TEST_CASE("In monocle each tile fills the area less gaps", "[layout]") {
    CHECK(
        tile_boxes(2, area, {.kind = LayoutKind::monocle, .gap = 10}) ==
        std::vector<Box>{{10, 10, 980, 780}, {10, 10, 980, 780}}
    );
}

TEST_CASE("Px that do not divide evenly go somewhere", "[layout]") {
    const std::vector<Box> boxes = tile_boxes(4, {0, 0, 101, 100}, tiling());
    CHECK(boxes[1].height + boxes[2].height + boxes[3].height == 100);
    CHECK(boxes[0].width + boxes[1].width == 101);
}

TEST_CASE("Gaps shrink where they would take more than half", "[layout]") {
    CHECK(tile_boxes(1, {0, 0, 40, 400}, tiling(20)) == std::vector{Box{10, 10, 20, 380}});
    CHECK(tile_boxes(1, {0, 0, 3, 3}, tiling(200)) == std::vector{Box{0, 0, 3, 3}});
}

TEST_CASE("Tiles cover any area exactly that has a px for each row and column", "[layout]") {
    for (const LayoutKind kind : {LayoutKind::tiling, LayoutKind::grid}) {
        for (const int gap : {0, 1, 8, 200}) {
            for (std::size_t count = 1; count <= 24; ++count) {
                for (const Size size :
                     {Size{1, 1}, {2, 3}, {1, 90}, {90, 1}, {25, 24}, {640, 480}, {1081, 1919}}) {
                    for (const int masters : {1, 2, 16}) {
                        const Box place{-7, 11, size.width, size.height};
                        const TileOptions options{kind, 0.9, masters, gap};
                        const auto fault =
                            tile_fault(tile_boxes(count, place, options), place, gap);
                        INFO(
                            to_string(kind) << ", gap " << gap << ", " << count << " on " << place
                        );
                        INFO(fault);
                        CHECK(fault.empty());
                    }
                }
            }
        }
    }
}

TEST_CASE("A thousand tiles fit on a screen and on one px", "[layout]") {
    for (const Box& place : {Box{0, 0, 1920, 1080}, Box{5, 5, 1, 1}}) {
        for (const TileOptions& options : {tiling(8), grid(8)}) {
            const std::vector<Box> boxes = tile_boxes(1000, place, options);
            REQUIRE(boxes.size() == 1000);
            CHECK(tile_fault(boxes, place, 8).empty());
        }
    }
}

TEST_CASE("Layout names are read as they are written", "[layout]") {
    for (const LayoutKind kind :
         {LayoutKind::tiling, LayoutKind::grid, LayoutKind::monocle, LayoutKind::floating}) {
        CHECK(layout_from_string(to_string(kind)) == kind);
    }
    CHECK(layout_from_string("grid") == LayoutKind::grid);
    CHECK_FALSE(layout_from_string("Grid").has_value());
    CHECK_FALSE(layout_from_string("").has_value());
}

} // namespace exwm_vr::wm::test
