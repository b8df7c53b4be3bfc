// SPDX-License-Identifier: MIT
#include "image/image.hpp"
#include "pictures.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <array>
#include <string>

namespace exwm_vr {
namespace {

using config::Transform;

TEST_CASE("pixels are split into channels") {
    Image image({1, 1});
    image.row(0)[0] = 0x80402010;
    CHECK(image.pixel(0, 0) == Pixel{.red = 0x40, .green = 0x20, .blue = 0x10, .alpha = 0x80});
    CHECK_FALSE(image.opaque());
    image.make_opaque();
    CHECK(image.opaque());
    CHECK(image.pixel(0, 0) == Pixel{.red = 0x40, .green = 0x20, .blue = 0x10, .alpha = 0xff});
}

TEST_CASE("an image of no size has no pixels") {
    CHECK(Image(Size{0, 10}).size() == Size{});
    CHECK(Image(Size{-1, 10}).size() == Size{});
}

TEST_CASE("crop takes the part that is inside") {
    const Image image = letters({"abc", "def", "ghi"});
    CHECK(letters_of(crop(image, {1, 1, 2, 2})) == "ef\nhi\n");
    CHECK(letters_of(crop(image, {-5, -5, 6, 6})) == "a\n");
    CHECK(letters_of(crop(image, {2, 0, 100, 100})) == "c\nf\ni\n");
    CHECK(crop(image, {3, 0, 1, 1}).size().empty());
}

// What an output's buffer holds for each transform when a person sees
//   ab
//   cd
//   ef
// wl_output's transforms turn counter-clockwise, after flipping left to right.
TEST_CASE("a rotated output's picture comes out upright") {
    const Image seen = letters({"ab", "cd", "ef"});
    CHECK(upright(letters({"ab", "cd", "ef"}), Transform::normal) == seen);
    CHECK(upright(letters({"bdf", "ace"}), Transform::rotate_90) == seen);
    CHECK(upright(letters({"fe", "dc", "ba"}), Transform::rotate_180) == seen);
    CHECK(upright(letters({"eca", "fdb"}), Transform::rotate_270) == seen);
    CHECK(upright(letters({"ba", "dc", "fe"}), Transform::flipped) == seen);
    CHECK(upright(letters({"ace", "bdf"}), Transform::flipped_90) == seen);
    CHECK(upright(letters({"ef", "cd", "ab"}), Transform::flipped_180) == seen);
    CHECK(upright(letters({"fdb", "eca"}), Transform::flipped_270) == seen);
}

TEST_CASE("rows are flipped") {
    CHECK(letters_of(flip_rows(letters({"ab", "cd", "ef"}))) == "ef\ncd\nab\n");
}

TEST_CASE("outputs are composed side by side with gaps left transparent") {
    const Image left = letters({"aaa", "aaa"});
    const Image right = letters({"b", "b", "b"});
    const std::array tiles{Tile{&left, {-3, 0, 3, 2}}, Tile{&right, {0, -1, 1, 3}}};
    CHECK(letters_of(compose(tiles, {-3, -1, 4, 3}, 1)) == "...b\naaab\naaab\n");
}

TEST_CASE("a region is cut out across outputs") {
    const Image left = letters({"abc", "def"});
    const Image right = letters({"ghi", "jkl"});
    const std::array tiles{Tile{&left, {0, 0, 3, 2}}, Tile{&right, {3, 0, 3, 2}}};
    CHECK(letters_of(compose(tiles, {2, 1, 2, 2}, 1)) == "fj\n..\n");
}

TEST_CASE("an output of lower scale is enlarged, one of the full scale is not touched") {
    const Image sharp = letters({"abcd", "efgh"}); // 2x1 at scale 2
    const Image coarse = letters({"zz"});          // 2x1 at scale 1
    const std::array tiles{Tile{&sharp, {0, 0, 2, 1}}, Tile{&coarse, {2, 0, 2, 1}}};
    CHECK(letters_of(compose(tiles, {0, 0, 4, 1}, 2)) == "abcdzzzz\nefghzzzz\n");
}

TEST_CASE("a size that does not divide by the scale is not blurred") {
    // 1280 px at scale 1.5 are 853.33 logical px, told as 853.
    Image image({1280, 2});
    for (std::size_t x = 0; x < 1280; ++x) {
        image.row(0)[x] = image.row(1)[x] = 0xff000000U | static_cast<std::uint32_t>(x % 2 * 255);
    }
    const std::array tiles{Tile{&image, {0, 0, 853, 1}}};
    const Image composed = compose(tiles, {0, 0, 853, 1}, 1.5);
    REQUIRE(composed.size() == Size{1280, 2});
    CHECK(composed == image);
}

TEST_CASE("nothing is composed of nothing") {
    CHECK(compose({}, {0, 0, 0, 0}, 1).size().empty());
    CHECK(letters_of(compose({}, {5, 5, 2, 1}, 1)) == "..\n");
}

} // namespace
} // namespace exwm_vr
