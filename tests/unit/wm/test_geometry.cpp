// SPDX-License-Identifier: MIT
#include "desk.hpp"
#include "wm/direction.hpp"
#include "wm/floating.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <limits>
#include <vector>

namespace exwm_vr::wm::test {

namespace {

constexpr Box screen{0, 0, 1000, 800};
constexpr int huge = std::numeric_limits<int>::max();
constexpr int lowest = std::numeric_limits<int>::min();

} // namespace

TEST_CASE("Boxes beyond all reason are brought into range", "[floating]") {
    CHECK(
        sane_box({lowest, huge, 0, huge}) == Box{-max_coordinate, max_coordinate, 1, max_coordinate}
    );
    CHECK(sane_box({-5, 6, 7, 8}) == Box{-5, 6, 7, 8});
}

TEST_CASE("Boxes are united, and empty ones add nothing", "[geometry]") {
    CHECK(Box{0, 0, 10, 10}.united({20, -5, 10, 10}) == Box{0, -5, 30, 15});
    CHECK(Box{}.united(screen) == screen);
    CHECK(screen.united({5, 5, 0, 9}) == screen);
    CHECK(Box{}.united({}) == Box{});
}

TEST_CASE("A box is centred, then moved inside as far as it fits", "[floating]") {
    CHECK(centred({200, 100}, screen, screen) == Box{400, 350, 200, 100});
    CHECK(centred({200, 100}, {900, 700, 100, 100}, screen) == Box{800, 700, 200, 100});
    CHECK(centred({1200, 100}, screen, screen) == Box{0, 350, 1200, 100});
}

TEST_CASE("A floating box keeps its relative place on another output", "[floating]") {
    const FloatingBox floating{.box = {400, 350, 200, 100}, .area = screen};
    CHECK(carried_over(floating, screen, true) == floating.box);
    CHECK(carried_over(floating, {1000, 0, 1000, 800}, true) == Box{1400, 350, 200, 100});
    CHECK(carried_over(floating, {0, 0, 2000, 1600}, true) == Box{900, 750, 200, 100});
    SECTION("and stays inside if it was inside") {
        const FloatingBox corner{.box = {800, 700, 200, 100}, .area = screen};
        CHECK(carried_over(corner, {0, 0, 500, 400}, true) == Box{300, 300, 200, 100});
    }
    SECTION("and shrinks to a smaller one if it can") {
        CHECK(carried_over(floating, {0, 0, 100, 80}, true) == Box{0, 0, 100, 80});
        CHECK(carried_over(floating, {0, 0, 100, 80}, false) == Box{0, 0, 200, 100});
    }
}

TEST_CASE("A grip of each floating box stays on some output", "[floating]") {
    const std::array layout{screen, Box{1000, 400, 500, 400}};
    CHECK(kept_in_layout({100, 100, 50, 50}, layout) == Box{100, 100, 50, 50});
    CHECK(kept_in_layout({-500, 100, 300, 50}, layout) == Box{grip - 300, 100, 300, 50});
    CHECK(
        kept_in_layout({5000, 5000, 300, 300}, layout).origin() == Point{1500 - grip, 800 - grip}
    );
    SECTION("by the shortest way, also from a hole between outputs") {
        CHECK(kept_in_layout({1100, 300, 80, 60}, layout) == Box{1100, 400 + grip - 60, 80, 60});
    }
    SECTION("or all of it where it is smaller than the grip") {
        CHECK(kept_in_layout({-50, -50, 10, 10}, layout) == Box{0, 0, 10, 10});
    }
    SECTION("without outputs there is nothing to keep to") {
        CHECK(kept_in_layout({-50, -50, 10, 10}, {}) == Box{-50, -50, 10, 10});
    }
}

TEST_CASE("A step goes straight ahead before it goes aside", "[direction]") {
    const Box from{400, 400, 100, 100};
    const std::vector<Target> targets{
        {{600, 600, 100, 100}}, // aside, near
        {{800, 420, 100, 100}}, // straight, far
        {{0, 400, 100, 100}},   // behind
    };
    CHECK(nearest_ahead(Direction::right, from, targets) == 1);
    CHECK(nearest_ahead(Direction::left, from, targets) == 2);
    CHECK(nearest_ahead(Direction::down, from, targets) == 0);
    CHECK_FALSE(nearest_ahead(Direction::up, from, targets).has_value());
}

TEST_CASE("Of boxes aside, equally far ahead, the less far aside is reached", "[direction]") {
    const std::vector<Target> targets{{{200, 900, 50, 50}, 9}, {{200, 200, 50, 50}, 1}};
    CHECK(nearest_ahead(Direction::right, {0, 0, 100, 100}, targets) == 1);
}

TEST_CASE("Of equally near boxes the one used last is reached", "[direction]") {
    const std::vector<Target> stack{{{500, 0, 500, 400}, 1}, {{500, 400, 500, 400}, 2}};
    CHECK(nearest_ahead(Direction::right, {0, 0, 500, 800}, stack) == 1);
}

TEST_CASE("A box that overlaps is ahead when its centre is", "[direction]") {
    const std::vector<Target> targets{{{100, 100, 800, 100}}};
    CHECK(nearest_ahead(Direction::right, {0, 100, 400, 100}, targets) == 0);
    CHECK_FALSE(nearest_ahead(Direction::left, {0, 100, 400, 100}, targets).has_value());
    CHECK_FALSE(nearest_ahead(Direction::down, {0, 100, 400, 100}, targets).has_value());
}

TEST_CASE("Entering an output, the nearest to a straight line is reached", "[direction]") {
    const Box from{0, 500, 100, 100};
    const std::vector<Target> targets{{{1000, 0, 500, 400}}, {{1500, 400, 500, 400}}};
    CHECK(nearest_entry(Direction::right, from, targets) == 1);
    CHECK_FALSE(nearest_entry(Direction::right, from, {}).has_value());
}

} // namespace exwm_vr::wm::test
