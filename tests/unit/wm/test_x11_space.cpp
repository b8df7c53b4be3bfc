// SPDX-License-Identifier: MIT
#include "wm/x11_space.hpp"

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace exwm_vr::wm {
namespace {

TEST_CASE("without a scale X11 counts as the layout does") {
    const X11Space space;
    CHECK(space.x11_box({10, -20, 301, 7}) == Box{10, -20, 301, 7});
    CHECK(space.layout_box({10, -20, 301, 7}) == Box{10, -20, 301, 7});
    CHECK(space.x11_size({301, 7}, {5, 5}) == Size{301, 7});
}

TEST_CASE("what meets in the layout meets in X11, and fills the outputs' pixels") {
    for (const double scale : {1.25, 1.5, 1.75, 2.0, 2.25}) {
        const X11Space space(scale);
        int last = 0;
        for (int left = 0; left < 200; left += 7) {
            const auto box = space.x11_box({left, 0, 7, 100});
            CHECK(box.x == last);
            last = box.x + box.width;
        }
    }
    CHECK(X11Space(1.5).x11_box({1, 1, 1, 1}) == Box{2, 2, 1, 1});
}

TEST_CASE("a size comes back as it was from X11, wherever the window is") {
    for (const double scale : {1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 3.0}) {
        const X11Space space(scale);
        for (int side = 0; side < 500; ++side) {
            CHECK(space.logical_size(space.x11_size({side, side})) == Size{side, side});
        }
    }
}

TEST_CASE("a program keeps the size that it has chosen where that is the layout's") {
    const X11Space space(2);
    CHECK(space.logical_size({301, 200}) == Size{151, 100});
    CHECK(space.x11_size({151, 100}, {301, 200}) == Size{301, 200});
    CHECK(space.x11_size({151, 120}, {301, 200}) == Size{301, 240});
}

TEST_CASE("what is there is shown, and no limit stays none") {
    const X11Space space(4);
    CHECK(space.logical_size({1, 1}) == Size{1, 1});
    CHECK(space.logical_size({0, -1}) == Size{0, -1});
}

TEST_CASE("X11 has the greatest scale of the outputs, but if another is wanted") {
    CHECK(x11_scale({}, {}) == 1);
    CHECK(x11_scale({}, std::vector{1.5, 2.0, 1.0}) == 2);
    CHECK(x11_scale({}, std::vector{0.5}) == 1);
    CHECK(x11_scale(1.25, std::vector{2.0}) == 1.25);
}

} // namespace
} // namespace exwm_vr::wm
