// SPDX-License-Identifier: MIT
#include "ctl/coordinates.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <string>

namespace exwm_vr::ctl {
namespace {

TEST_CASE("points are read") {
    CHECK(parse_point("0,0") == Point{0, 0});
    CHECK(parse_point("-800,20") == Point{-800, 20});
    CHECK(parse_point("1000000,-1000000") == Point{1'000'000, -1'000'000});
}

TEST_CASE("what is no point is refused") {
    const std::string text =
        GENERATE("", "1", "1,", ",1", "1,2,3", "1, 2", "a,b", "1x2", "1000001,0", "1.5,2", "+1,2");
    CAPTURE(text);
    CHECK_FALSE(parse_point(text));
}

TEST_CASE("boxes are read as slurp prints them") {
    CHECK(parse_box("10,20 300x400") == Box{10, 20, 300, 400});
    CHECK(parse_box("-10,-20 1x1") == Box{-10, -20, 1, 1});
}

TEST_CASE("what is no box is refused") {
    const std::string text = GENERATE(
        "",
        "10,20",
        "300x400",
        "10,20 300",
        "10,20 0x400",
        "10,20 300x-1",
        "10,20  300x400",
        "10,20 300x400 ",
        "10 20 300x400"
    );
    CAPTURE(text);
    CHECK_FALSE(parse_box(text));
}

} // namespace
} // namespace exwm_vr::ctl
