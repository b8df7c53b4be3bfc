// SPDX-License-Identifier: MIT
#include "base/nearest.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <string>

using exwm_vr::nearest;

TEST_CASE("the nearest known name is found", "[nearest]") {
    constexpr std::array<std::string_view, 4> known{
        "repeat_rate", "repeat_delay", "layout", "size"
    };
    CHECK(nearest("repeat_rat", known) == "repeat_rate");
    CHECK(nearest("repaet_delay", known) == "repeat_delay");
    CHECK(nearest("repeatdelay", known) == "repeat_delay");
    CHECK(nearest("Layout", known) == "layout");
    CHECK(nearest("siez", known) == "size");
    CHECK(nearest("sizes", known) == "size");
    CHECK(nearest("layout", known) == "layout");
    CHECK(nearest("colour", known).empty());
    CHECK(nearest("", known).empty());
    CHECK(nearest(std::string(100000, 'x'), known).empty());
    CHECK(nearest("size", {}).empty());
}
