// SPDX-License-Identifier: MIT
#include "image/shm_format.hpp"

#include "image/pixman_handle.hpp"

#include <wayland-client-protocol.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

namespace exwm_vr {

namespace {

// wl_shm names formats by bytes in memory, pixman by bits of a host word.
static_assert(std::endian::native == std::endian::little, "the table below is for little endian");

struct Format {
    std::uint32_t wayland;
    pixman_format_code_t pixman;
};

/// Best first. In wl_shm's names the first letter is the highest byte.
constexpr std::array formats{
    Format{WL_SHM_FORMAT_XRGB8888, PIXMAN_x8r8g8b8},
    Format{WL_SHM_FORMAT_ARGB8888, PIXMAN_a8r8g8b8},
    Format{WL_SHM_FORMAT_XBGR8888, PIXMAN_x8b8g8r8},
    Format{WL_SHM_FORMAT_ABGR8888, PIXMAN_a8b8g8r8},
    Format{WL_SHM_FORMAT_RGBX8888, PIXMAN_r8g8b8x8},
    Format{WL_SHM_FORMAT_RGBA8888, PIXMAN_r8g8b8a8},
    Format{WL_SHM_FORMAT_BGRX8888, PIXMAN_b8g8r8x8},
    Format{WL_SHM_FORMAT_BGRA8888, PIXMAN_b8g8r8a8},
    Format{WL_SHM_FORMAT_RGB888, PIXMAN_r8g8b8},
    Format{WL_SHM_FORMAT_BGR888, PIXMAN_b8g8r8},
    Format{WL_SHM_FORMAT_XRGB2101010, PIXMAN_x2r10g10b10},
    Format{WL_SHM_FORMAT_ARGB2101010, PIXMAN_a2r10g10b10},
    Format{WL_SHM_FORMAT_XBGR2101010, PIXMAN_x2b10g10r10},
    Format{WL_SHM_FORMAT_ABGR2101010, PIXMAN_a2b10g10r10},
    Format{WL_SHM_FORMAT_RGB565, PIXMAN_r5g6b5},
    Format{WL_SHM_FORMAT_BGR565, PIXMAN_b5g6r5},
};

const Format* find(std::uint32_t wayland) {
    const auto* const found = std::ranges::find(formats, wayland, &Format::wayland);
    return found == formats.end() ? nullptr : found;
}

/// No output is wider; also keeps every product below in an int.
constexpr int largest_side = 32768;

} // namespace

std::optional<int> shm_stride(std::uint32_t format, int width) {
    const Format* const known = find(format);
    if (known == nullptr || width <= 0 || width > largest_side) {
        return std::nullopt;
    }
    const int bytes = width * PIXMAN_FORMAT_BPP(known->pixman) / 8;
    return (bytes + 3) / 4 * 4;
}

std::optional<std::uint32_t> choose_shm_format(std::span<const std::uint32_t> offered) {
    for (const Format& format : formats) {
        if (std::ranges::contains(offered, format.wayland)) {
            return format.wayland;
        }
    }
    return std::nullopt;
}

Result<Image>
read_shm(std::span<const std::byte> data, std::uint32_t format, Size size, int stride) {
    const Format* const known = find(format);
    if (known == nullptr) {
        return fail("pixel format 0x{:08x} is not supported", format);
    }
    const auto least = shm_stride(format, size.width);
    if (!least || size.height <= 0 || size.height > largest_side || stride < *least ||
        stride % 4 != 0) {
        return fail("a picture of {}x{}, {} bytes a row", size.width, size.height, stride);
    }
    const std::size_t needed = static_cast<std::size_t>(stride) * size.height;
    if (data.size() < needed) {
        return fail("a picture of {} bytes where {} were expected", data.size(), needed);
    }
    // A copy of its own: the compositor may still write to the shared one, and pixman wants words.
    std::vector<std::uint32_t> words(needed / sizeof(std::uint32_t));
    std::memcpy(words.data(), data.data(), needed);
    Image image(size);
    const PixmanImage from(pixman_image_create_bits_no_clear(
        known->pixman, size.width, size.height, words.data(), stride
    ));
    const PixmanImage to(pixman_image_create_bits_no_clear(
        PIXMAN_a8r8g8b8,
        size.width,
        size.height,
        image.row(0).data(),
        size.width * static_cast<int>(sizeof(std::uint32_t))
    ));
    if (!from || !to) {
        return fail("pixman refused a picture of {}x{}", size.width, size.height);
    }
    pixman_image_composite32(
        PIXMAN_OP_SRC, from.get(), nullptr, to.get(), 0, 0, 0, 0, 0, 0, size.width, size.height
    );
    return image;
}

} // namespace exwm_vr
