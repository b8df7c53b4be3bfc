// SPDX-License-Identifier: MIT
#include "server/resize.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::server {
namespace {

constexpr Box start{100, 200, 300, 150};
constexpr Size minimum{48, 32};

TEST_CASE("the dragged edge follows the pointer and the others stay") {
    CHECK(resized(start, edge::right, 10, 99, minimum) == Box{100, 200, 310, 150});
    CHECK(resized(start, edge::left, 10, 99, minimum) == Box{110, 200, 290, 150});
    CHECK(resized(start, edge::bottom, 99, -20, minimum) == Box{100, 200, 300, 130});
    CHECK(resized(start, edge::top, 99, -20, minimum) == Box{100, 180, 300, 170});
    CHECK(resized(start, edge::top | edge::left, 5, 7, minimum) == Box{105, 207, 295, 143});
}

TEST_CASE("a window never becomes smaller than the minimum, and its far edge stays") {
    CHECK(resized(start, edge::right, -1000, 0, minimum) == Box{100, 200, 48, 150});
    CHECK(resized(start, edge::left, 1000, 0, minimum) == Box{352, 200, 48, 150});
    CHECK(resized(start, edge::top, 0, 1000, minimum) == Box{100, 318, 300, 32});
}

TEST_CASE("a size of the client's own choice keeps the still edges") {
    CHECK(with_size(start, {280, 140}, edge::left | edge::top) == Box{120, 210, 280, 140});
    CHECK(with_size(start, {280, 140}, edge::right | edge::bottom) == Box{100, 200, 280, 140});
    CHECK(with_size(start, {280, 140}, 0) == Box{100, 200, 280, 140});
}

TEST_CASE("the nearest corner") {
    CHECK(nearest_corner(start, {101, 201}) == (edge::left | edge::top));
    CHECK(nearest_corner(start, {399, 349}) == (edge::right | edge::bottom));
    CHECK(nearest_corner(start, {399, 201}) == (edge::right | edge::top));
}

} // namespace
} // namespace exwm_vr::server
