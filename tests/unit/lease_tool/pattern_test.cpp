// SPDX-License-Identifier: MIT
#include "lease_tool/pattern.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <vector>

namespace exwm_vr::lease_tool {
namespace {

constexpr std::uint32_t untouched = 0xDEADBEEF;

struct Panel {
    explicit Panel(Size px, int padding = 0)
        : size(px)
        , stride(px.width + padding)
        , pixels(
              static_cast<std::size_t>(stride) * static_cast<std::size_t>(px.height), untouched
          ) {}

    [[nodiscard]] Canvas canvas() { return {.pixels = pixels, .size = size, .stride = stride}; }

    [[nodiscard]] std::uint32_t at(int x, int y) const {
        return pixels
            [static_cast<std::size_t>(y) * static_cast<std::size_t>(stride) +
             static_cast<std::size_t>(x)];
    }

    Size size;
    int stride;
    std::vector<std::uint32_t> pixels;
};

TEST_CASE("each eye has its own colours, and a line along its very edge") {
    const Size size = GENERATE(Size{2160, 1200}, Size{1024, 768}, Size{641, 399});
    Panel panel(size);
    draw_pattern(panel.canvas(), 0);
    for (int eye = 0; eye < 2; ++eye) {
        const Box area = eye_area(size, eye);
        const auto& colours = eye_colours[static_cast<std::size_t>(eye)];
        for (int x = area.x; x < area.x + area.width; ++x) {
            REQUIRE(panel.at(x, 0) == colours.border);
            REQUIRE(panel.at(x, size.height - 1) == colours.border);
        }
        for (int y = 0; y < size.height; ++y) {
            REQUIRE(panel.at(area.x, y) == colours.border);
            REQUIRE(panel.at(area.x + area.width - 1, y) == colours.border);
        }
        // One px, and no more.
        CHECK(panel.at(area.x + 1, 2) == colours.ground);
        CHECK(panel.at(area.x + area.width - 2, size.height - 3) == colours.ground);
        // Nothing of the other eye's.
        const auto& others = eye_colours[static_cast<std::size_t>(1 - eye)];
        for (int y = 0; y < size.height; ++y) {
            for (int x = area.x; x < area.x + area.width; ++x) {
                const auto pixel = panel.at(x, y);
                REQUIRE(pixel != others.ground);
                REQUIRE(pixel != others.border);
            }
        }
    }
    CHECK(eye_area(size, 0).width + eye_area(size, 1).width == size.width);
}

TEST_CASE("the cross and the grid are where the middle of each eye is") {
    constexpr Size size{2000, 1000};
    Panel panel(size);
    draw_pattern(panel.canvas(), 0);
    for (int eye = 0; eye < 2; ++eye) {
        const auto& colours = eye_colours[static_cast<std::size_t>(eye)];
        const Point centre = eye_area(size, eye).center();
        for (const int off : {-1, 0, 1}) {
            CHECK(panel.at(centre.x + off, centre.y + 100) == mark_colour);
            CHECK(panel.at(centre.x + 100, centre.y + off) == mark_colour);
        }
        CHECK(panel.at(centre.x + 2, centre.y + 100) == colours.ground);
        CHECK(panel.at(centre.x, centre.y + 130) == colours.grid); // beyond the arm
        CHECK(panel.at(centre.x - grid_step, centre.y + 100) == colours.grid);
        CHECK(panel.at(centre.x + 5 * grid_step, centre.y + 100) == colours.grid);
        CHECK(panel.at(centre.x + 5 * grid_step + 1, centre.y + 100) == colours.ground);
    }
}

TEST_CASE("the letters tell the eyes apart without colours") {
    constexpr Size size{2000, 1000};
    Panel panel(size);
    draw_pattern(panel.canvas(), 0);
    const auto marks = [&](int eye) {
        std::vector<Point> found;
        const Box area = eye_area(size, eye);
        for (int y = size.height / 8; y < size.height / 3; ++y) {
            for (int x = 0; x < area.width; ++x) {
                if (panel.at(area.x + x, y) == mark_colour) {
                    found.push_back({x, y});
                }
            }
        }
        return found;
    };
    CHECK(marks(0).size() > 1000);
    CHECK(marks(1).size() > marks(0).size());
    CHECK(marks(0) != marks(1));
}

TEST_CASE("a moved bar leaves the same picture as one that is drawn anew") {
    const Size size = GENERATE(Size{1024, 768}, Size{333, 257});
    const std::uint64_t to = GENERATE(1, 2, 57, 100'000);
    Panel moved(size, 7);
    draw_pattern(moved.canvas(), 0);
    move_bar(moved.canvas(), 0, to);
    Panel anew(size, 7);
    draw_pattern(anew.canvas(), to);
    CHECK(moved.pixels == anew.pixels);
    CHECK(bar_at(size, 0, 0) != bar_at(size, 0, 1));
}

TEST_CASE("the bar stays inside of its eye's border for all frames") {
    const Size size = GENERATE(Size{2160, 1200}, Size{641, 399}, Size{100, 50});
    for (std::uint64_t frame = 0; frame < 500; ++frame) {
        for (int eye = 0; eye < 2; ++eye) {
            const Box area = eye_area(size, eye);
            const Box inner{area.x + 1, area.y + 1, area.width - 2, area.height - 2};
            REQUIRE(inner.contains(bar_at(size, eye, frame)));
        }
    }
}

TEST_CASE("any size can be drawn on, and nothing beside it") {
    for (const int width : {0, 1, 2, 3, 17, 36, 40, 129}) {
        for (const int height : {0, 1, 2, 9, 64, 130}) {
            Panel panel({width, height}, 3);
            draw_pattern(panel.canvas(), 5);
            move_bar(panel.canvas(), 5, 6);
            for (int y = 0; y < height; ++y) {
                for (int x = 0; x < panel.stride; ++x) {
                    REQUIRE((panel.at(x, y) == untouched) == (x >= width));
                }
            }
        }
    }
}

} // namespace
} // namespace exwm_vr::lease_tool
