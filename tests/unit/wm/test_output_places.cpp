// SPDX-License-Identifier: MIT
#include "wm/output_places.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::wm {
namespace {

using Places = std::vector<Point>;

Places places(const std::vector<OutputWish>& wishes) {
    return place_outputs(wishes);
}

constexpr Size big{.width = 1920, .height = 1080};
constexpr Size small{.width = 800, .height = 600};

TEST_CASE("Outputs without a position stand in a row", "[outputs]") {
    CHECK(places({}).empty());
    CHECK(
        places({{big, {}}, {small, {}}, {big, {}}}) == Places{{.x = 0}, {.x = 1920}, {.x = 2720}}
    );
}

TEST_CASE("Outputs with a position get it, and the others go round them", "[outputs]") {
    SECTION("in front of one, where there is room") {
        CHECK(
            places({{small, {}}, {big, Point{.x = 800, .y = 0}}}) == Places{{.x = 0}, {.x = 800}}
        );
    }
    SECTION("behind it, where the room in front is too narrow") {
        CHECK(
            places({{small, {}}, {big, Point{.x = 799, .y = 0}}}) == Places{{.x = 2719}, {.x = 799}}
        );
    }
    SECTION("into the hole between two") {
        CHECK(
            places(
                {{big, Point{.x = 0, .y = 0}}, {small, {}}, {big, Point{.x = 2720, .y = -200}}}
            )[1] == Point{.x = 1920, .y = 0}
        );
    }
    SECTION("one below or left of everything is in nobody's way") {
        CHECK(places({{big, {}}, {big, Point{.x = 0, .y = 1080}}})[0] == Point{});
        CHECK(places({{big, {}}, {big, Point{.x = -1920, .y = 0}}})[0] == Point{});
    }
    SECTION("without a hole between") {
        CHECK(places({{small, {}}, {big, Point{.x = 1000, .y = 0}}})[0] == Point{.x = 200});
        CHECK(
            places(
                {{big, Point{.x = 0, .y = 0}}, {small, {}}, {big, Point{.x = 3000, .y = 0}}}
            )[1] == Point{.x = 1920}
        );
        CHECK(places({{small, {}}, {big, Point{.x = 1000, .y = 5000}}})[0] == Point{});
    }
    SECTION("also when two are over each other") {
        CHECK(
            places(
                {{big, Point{.x = 10, .y = 10}}, {big, Point{.x = 10, .y = 10}}, {small, {}}}
            )[2] == Point{.x = 1930, .y = 0}
        );
    }
}

} // namespace
} // namespace exwm_vr::wm
