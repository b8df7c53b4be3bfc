// SPDX-License-Identifier: MIT
#include "image/shm_format.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <wayland-client-protocol.h>

#include <array>
#include <string>
#include <vector>

namespace exwm_vr {
namespace {

std::vector<std::byte> bytes(std::initializer_list<int> values) {
    std::vector<std::byte> data;
    for (const int value : values) {
        data.push_back(static_cast<std::byte>(value));
    }
    return data;
}

struct Sample {
    std::uint32_t format;
    std::vector<std::byte> pixel; ///< as it lies in memory, padded to 4
    Pixel expected;
};

// Red 0x11, green 0x22, blue 0x33, alpha 0x80 where there is one.
TEST_CASE("each format's channels are where wl_shm says") {
    const Pixel solid{0x11, 0x22, 0x33, 0xff};
    const Pixel clear{0x11, 0x22, 0x33, 0x80};
    const Sample sample = GENERATE_COPY(
        Sample{WL_SHM_FORMAT_XRGB8888, bytes({0x33, 0x22, 0x11, 0x77}), solid},
        Sample{WL_SHM_FORMAT_ARGB8888, bytes({0x33, 0x22, 0x11, 0x80}), clear},
        Sample{WL_SHM_FORMAT_XBGR8888, bytes({0x11, 0x22, 0x33, 0x77}), solid},
        Sample{WL_SHM_FORMAT_ABGR8888, bytes({0x11, 0x22, 0x33, 0x80}), clear},
        Sample{WL_SHM_FORMAT_RGBX8888, bytes({0x77, 0x33, 0x22, 0x11}), solid},
        Sample{WL_SHM_FORMAT_RGBA8888, bytes({0x80, 0x33, 0x22, 0x11}), clear},
        Sample{WL_SHM_FORMAT_BGRX8888, bytes({0x77, 0x11, 0x22, 0x33}), solid},
        Sample{WL_SHM_FORMAT_BGRA8888, bytes({0x80, 0x11, 0x22, 0x33}), clear},
        Sample{WL_SHM_FORMAT_RGB888, bytes({0x33, 0x22, 0x11, 0}), solid},
        Sample{WL_SHM_FORMAT_BGR888, bytes({0x11, 0x22, 0x33, 0}), solid},
        // 10 and 5 or 6 bits a channel, with values that widen and narrow without loss.
        Sample{WL_SHM_FORMAT_XRGB2101010, bytes({0xff, 0x03, 0xf0, 0x3f}), {0xff, 0, 0xff, 0xff}},
        Sample{WL_SHM_FORMAT_XBGR2101010, bytes({0xff, 0xff, 0x0f, 0x00}), {0xff, 0xff, 0, 0xff}},
        Sample{WL_SHM_FORMAT_RGB565, bytes({0x00, 0xf8, 0, 0}), {0xff, 0, 0, 0xff}},
        Sample{WL_SHM_FORMAT_BGR565, bytes({0x00, 0xf8, 0, 0}), {0, 0, 0xff, 0xff}}
    );
    CAPTURE(sample.format);
    const auto image = read_shm(sample.pixel, sample.format, {1, 1}, 4);
    REQUIRE(image);
    CHECK(image->pixel(0, 0) == sample.expected);
}

TEST_CASE("the padding of rows is skipped") {
    const auto data = bytes({1, 2, 3, 0, 9, 9, 9, 9, 4, 5, 6, 0, 9, 9, 9, 9});
    const auto image = read_shm(data, WL_SHM_FORMAT_XRGB8888, {1, 2}, 8);
    REQUIRE(image);
    CHECK(image->pixel(0, 0) == Pixel{3, 2, 1, 255});
    CHECK(image->pixel(0, 1) == Pixel{6, 5, 4, 255});
}

TEST_CASE("rows of three-byte pixels are padded to four bytes") {
    CHECK(shm_stride(WL_SHM_FORMAT_RGB888, 1) == 4);
    CHECK(shm_stride(WL_SHM_FORMAT_RGB888, 5) == 16);
    CHECK(shm_stride(WL_SHM_FORMAT_ARGB8888, 5) == 20);
    CHECK(shm_stride(WL_SHM_FORMAT_RGB565, 3) == 8);
    CHECK_FALSE(shm_stride(WL_SHM_FORMAT_YUYV, 5));
    CHECK_FALSE(shm_stride(WL_SHM_FORMAT_ARGB8888, 0));
    CHECK_FALSE(shm_stride(WL_SHM_FORMAT_ARGB8888, 1'000'000));
}

TEST_CASE("the best format on offer is taken") {
    const std::array<std::uint32_t, 3> offered{
        WL_SHM_FORMAT_RGB565, WL_SHM_FORMAT_ABGR16161616F, WL_SHM_FORMAT_XBGR8888
    };
    CHECK(choose_shm_format(offered) == WL_SHM_FORMAT_XBGR8888);
    CHECK_FALSE(choose_shm_format(std::span(offered).subspan(1, 1)));
    CHECK_FALSE(choose_shm_format({}));
}

TEST_CASE("a buffer that is too small or of an unknown format is refused") {
    const std::vector<std::byte> data(64);
    CHECK_FALSE(read_shm(data, WL_SHM_FORMAT_YUYV, {1, 1}, 4));
    CHECK_FALSE(read_shm(data, WL_SHM_FORMAT_XRGB8888, {4, 5}, 16));
    CHECK_FALSE(read_shm(data, WL_SHM_FORMAT_XRGB8888, {4, 4}, 12));
    CHECK_FALSE(read_shm(data, WL_SHM_FORMAT_XRGB8888, {4, 1}, 17));
    CHECK_FALSE(read_shm(data, WL_SHM_FORMAT_XRGB8888, {0, 1}, 16));
    CHECK_FALSE(read_shm(data, WL_SHM_FORMAT_XRGB8888, {1, -1}, 16));
    CHECK(read_shm(data, WL_SHM_FORMAT_XRGB8888, {4, 4}, 16));
}

} // namespace
} // namespace exwm_vr
