// SPDX-License-Identifier: MIT
#include "image/png.hpp"
#include "pictures.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstring>

namespace exwm_vr {
namespace {

/// The colour type in the header: 2 without alpha, 6 with.
int colour_type(const std::vector<std::byte>& file) {
    return std::to_integer<int>(file.at(25));
}

TEST_CASE("an opaque picture is written without alpha and reads back the same") {
    const Image image = letters({"abc", "xyz"});
    const auto file = encode_png(image);
    REQUIRE(file);
    CHECK(std::memcmp(file->data(), "\x89PNG\r\n\x1a\n", 8) == 0);
    CHECK(colour_type(*file) == 2);
    CHECK(decode_png(*file) == image);
}

TEST_CASE("alpha is kept") {
    Image image({4, 1});
    image.row(0)[0] = 0x00000000;
    image.row(0)[1] = 0x80800040; // red 255, blue 128 at half
    image.row(0)[2] = 0xff123456;
    image.row(0)[3] = 0x40404040; // white at a quarter
    const auto file = encode_png(image);
    REQUIRE(file);
    CHECK(colour_type(*file) == 6);
    CHECK(decode_png(*file) == image);
}

TEST_CASE("colours above their alpha, which nobody should send, do not overflow") {
    Image image({1, 1});
    image.row(0)[0] = 0x10ff00ff;
    const auto file = encode_png(image);
    REQUIRE(file);
    const auto back = decode_png(*file);
    REQUIRE(back);
    CHECK(back->pixel(0, 0) == Pixel{.red = 0x10, .green = 0, .blue = 0x10, .alpha = 0x10});
}

TEST_CASE("an empty picture is an error") {
    CHECK_FALSE(encode_png(Image()));
}

TEST_CASE("what is no PNG file is an error") {
    CHECK_FALSE(decode_png({}));
    auto file = encode_png(letters({"abc", "xyz"}));
    REQUIRE(file);
    file->resize(40);
    CHECK_FALSE(decode_png(*file));
    file->at(1) = std::byte{'p'};
    CHECK_FALSE(decode_png(*file));
}

} // namespace
} // namespace exwm_vr
