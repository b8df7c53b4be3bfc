// SPDX-License-Identifier: MIT
#include "image/icon_choice.hpp"

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace exwm_vr {
namespace {

using Sizes = std::vector<Size>;
using Indices = std::vector<std::size_t>;

TEST_CASE("the smallest icon that is large enough is chosen, else the largest") {
    const Sizes sizes{{16, 16}, {32, 32}, {48, 48}, {256, 256}};
    CHECK(choose_icon(sizes, 1) == 0);
    CHECK(choose_icon(sizes, 16) == 0);
    CHECK(choose_icon(sizes, 17) == 1);
    CHECK(choose_icon(sizes, 48) == 2);
    CHECK(choose_icon(sizes, 49) == 3);
    CHECK(choose_icon(sizes, 512) == 3);
    CHECK_FALSE(choose_icon({}, 48));
}

TEST_CASE(
    "the order in which icons are given does not matter, and of equal ones the first counts"
) {
    const Sizes sizes{{256, 256}, {16, 16}, {48, 48}, {48, 48}, {32, 32}};
    CHECK(choose_icon(sizes, 20) == 4);
    CHECK(choose_icon(sizes, 40) == 2);
    CHECK(choose_icon(sizes, 300) == 0);
    CHECK(choose_icon(Sizes{{256, 256}, {256, 256}}, 300) == 0);
}

TEST_CASE("an icon that is not square counts by its longer side") {
    CHECK(icon_size({48, 20}) == 48);
    CHECK(icon_size({20, 48}) == 48);
    CHECK(choose_icon(Sizes{{16, 16}, {10, 64}, {200, 200}}, 64) == 1);
}

TEST_CASE("usable icons come smallest first, one of each size") {
    CHECK(usable_icons(Sizes{{48, 48}, {16, 16}, {48, 40}, {32, 32}}) == Indices{1, 3, 0});
    CHECK(usable_icons({}).empty());
}

TEST_CASE("icons of impossible sizes are not usable") {
    const Sizes sizes{
        {0, 16}, {16, 0}, {-1, 16}, {largest_icon + 1, 1}, {1, largest_icon + 1}, {largest_icon, 1}
    };
    CHECK(usable_icons(sizes) == Indices{5});
}

TEST_CASE("of too many icons the small ones stay") {
    Sizes sizes;
    for (int side = 40; side > 0; --side) {
        sizes.push_back({side, side});
    }
    const auto usable = usable_icons(sizes);
    REQUIRE(usable.size() == most_icons);
    CHECK(sizes[usable.front()] == Size{1, 1});
    CHECK(sizes[usable.back()] == Size{static_cast<int>(most_icons), static_cast<int>(most_icons)});
}

TEST_CASE("icons together have a bounded number of pixels") {
    const Sizes sizes{{1024, 1024}, {512, 512}, {16, 16}};
    CHECK(usable_icons(sizes) == Indices{2, 1});
    CHECK(usable_icons(std::span(sizes).first(2)) == Indices{1, 0});
}

} // namespace
} // namespace exwm_vr
