// SPDX-License-Identifier: MIT
#include "input/popup_place.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::input {
namespace {

constexpr Box output{1000, 0, 800, 600};
constexpr Size list{200, 100};

TEST_CASE("candidates go below the text cursor", "[input]") {
    CHECK(popup_place({1100, 50, 2, 16}, list, output) == Point{1100, 66});
}

TEST_CASE("candidates go above where there is no room below", "[input]") {
    CHECK(popup_place({1100, 560, 2, 16}, list, output) == Point{1100, 460});
}

TEST_CASE("candidates slide back onto the output", "[input]") {
    CHECK(popup_place({1750, 50, 2, 16}, list, output) == Point{1600, 66});
    CHECK(popup_place({900, 50, 2, 16}, list, output) == Point{1000, 66});
    CHECK(popup_place({1100, 40, 2, 500}, list, output) == Point{1100, 500});
}

TEST_CASE("candidates larger than the output begin on it", "[input]") {
    CHECK(popup_place({1100, 50, 2, 16}, {900, 700}, output) == Point{1000, 0});
}

} // namespace
} // namespace exwm_vr::input
