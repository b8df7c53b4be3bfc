// SPDX-License-Identifier: MIT
#include "image/icon_choice.hpp"
#include "image/x11_icons.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <vector>

namespace exwm_vr {
namespace {

using Words = std::vector<std::uint32_t>;

constexpr std::uint32_t opaque_red = 0xffff0000;

void append(Words& words, std::uint32_t width, std::uint32_t height, std::uint32_t pixel) {
    words.push_back(width);
    words.push_back(height);
    words.insert(words.end(), std::size_t{width} * height, pixel);
}

std::vector<Size> sizes_of(const Words& words) {
    std::vector<Size> sizes;
    for (const Image& icon : read_x11_icons(words)) {
        sizes.push_back(icon.size());
    }
    return sizes;
}

using Sizes = std::vector<Size>;

TEST_CASE("pixels of an X11 icon come row by row") {
    const auto icons = read_x11_icons(Words{3, 2, 1, 2, 3, 0xff000004, 0xff000005, 0xff000006});
    REQUIRE(icons.size() == 1);
    CHECK(icons[0].size() == Size{3, 2});
    CHECK(icons[0].row(0)[2] == 0); // as clear as can be
    CHECK(icons[0].row(1)[0] == 0xff000004);
    CHECK(icons[0].pixel(2, 1) == Pixel{.red = 0, .green = 0, .blue = 6, .alpha = 255});
}

TEST_CASE("colours are multiplied by alpha") {
    const auto icons = read_x11_icons(Words{2, 1, 0x80ff8000, 0xffffffff});
    REQUIRE(icons.size() == 1);
    CHECK(icons[0].pixel(0, 0) == Pixel{.red = 0x80, .green = 0x40, .blue = 0, .alpha = 0x80});
    CHECK(icons[0].row(0)[1] == 0xffffffff);
}

TEST_CASE("X11 icons are sorted by size") {
    Words words;
    append(words, 48, 48, opaque_red);
    append(words, 16, 16, opaque_red);
    append(words, 32, 32, opaque_red);
    CHECK(sizes_of(words) == Sizes{{16, 16}, {32, 32}, {48, 48}});
}

TEST_CASE("what is no X11 icon ends them, and what came before stays") {
    Words good;
    append(good, 2, 2, opaque_red);
    const auto rest = GENERATE_COPY(
        Words{},
        Words{1},
        Words{1, 1},
        Words{0, 0},
        Words{0, 5, 1, 1, 1},
        Words{5, 0, 1, 1, 1},
        Words{2, 2, 1, 2, 3},                      // a pixel is missing
        Words{0x10000, 0x10000, 1, 1, opaque_red}, // no pixels at all, counted in 32 bits
        Words{0x80000001, 2, 1, 1},                // two of them
        Words{0xffffffff, 0xffffffff, 1, 1},       // one, counted in 64 bits and signed
        Words{0xffffffff, 1, 1, 1}                 // minus one
    );
    CHECK(read_x11_icons(rest).empty());
    Words words = good;
    words.insert(words.end(), rest.begin(), rest.end());
    CHECK(sizes_of(words) == Sizes{{2, 2}});
}

TEST_CASE("an X11 icon that is too large is passed over") {
    Words words;
    append(words, largest_icon + 1, 1, opaque_red);
    append(words, 1, 40000, opaque_red);
    append(words, 4, 4, opaque_red);
    CHECK(sizes_of(words) == Sizes{{4, 4}});
}

TEST_CASE("X11 icons take a bounded amount of memory") {
    Words words;
    append(words, largest_icon, largest_icon, opaque_red);
    CHECK(sizes_of(words) == Sizes{{largest_icon, largest_icon}});
    append(words, 16, 16, opaque_red);
    CHECK(sizes_of(words) == Sizes{{16, 16}, {largest_icon, largest_icon}});
    append(words, 512, 512, opaque_red);
    CHECK(sizes_of(words) == Sizes{{16, 16}, {512, 512}}); // no room for all, small ones go first
    CHECK(words.size() < most_x11_icon_words);

    Words many;
    for (std::uint32_t side = 1; side <= 100; ++side) {
        append(many, side, side, opaque_red);
    }
    CHECK(read_x11_icons(many).size() == most_icons);
    CHECK(sizes_of(Words(most_x11_icon_words, 1)) == Sizes{{1, 1}});
}

} // namespace
} // namespace exwm_vr
