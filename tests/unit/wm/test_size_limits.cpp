// SPDX-License-Identifier: MIT
#include "wm/size_limits.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::wm {
namespace {

TEST_CASE("sizes are kept within a window's limits") {
    const SizeLimits limits{.min = {100, 50}, .max = {400, 300}};
    CHECK(within(limits, {200, 100}) == Size{200, 100});
    CHECK(within(limits, {1, 1}) == Size{100, 50});
    CHECK(within(limits, {1000, 60}) == Size{400, 60});
}

TEST_CASE("a limit that is not given limits nothing") {
    CHECK(within({}, {7, 9}) == Size{7, 9});
    CHECK(within({.min = {-1, 20}, .max = {-1, 0}}, {7, 9}) == Size{7, 20});
    CHECK(within({.min = {}, .max = {5, -1}}, {7, 9}) == Size{5, 9});
}

TEST_CASE("the smallest size wins over a greatest one below it") {
    CHECK(within({.min = {100, 100}, .max = {50, 50}}, {70, 70}) == Size{100, 100});
}

TEST_CASE("a size is fixed when both limits are given and the same") {
    CHECK(fixed({.min = {10, 20}, .max = {10, 20}}));
    CHECK_FALSE(fixed({.min = {10, 20}, .max = {10, 21}}));
    CHECK_FALSE(fixed({.min = {}, .max = {}}));
    CHECK_FALSE(fixed({.min = {-1, -1}, .max = {-1, -1}}));
}

TEST_CASE("a window that grows in steps has no part of one") {
    const SizeSteps steps{.base = {4, 30}, .step = {10, 20}};
    CHECK(in_steps(steps, {404, 230}) == Size{404, 230});
    CHECK(in_steps(steps, {413, 249}) == Size{404, 230});
    CHECK(in_steps(steps, {3, 29}) == Size{3, 29});
    CHECK(in_steps({.base = {-1, -1}, .step = {10, 1}}, {19, 19}) == Size{10, 19});
    CHECK(in_steps({}, {7, 9}) == Size{7, 9});
}

TEST_CASE("steps that a window counts in smaller px have room in logical px") {
    const SizeSteps steps{.base = {4, 4}, .step = {7, 15}, .scale = 1.5};
    // 150 of its px: 4 + 20 * 7 = 144, which are 96 logical px; 4 + 9 * 15 = 139, which are 92.7.
    CHECK(in_steps(steps, {100, 100}) == Size{96, 93});
    for (int side = 3; side < 300; ++side) {
        const auto size = in_steps(steps, {side, side});
        CHECK(size.width <= side);
        CHECK(side - size.width <= 5);
    }
}

} // namespace
} // namespace exwm_vr::wm
