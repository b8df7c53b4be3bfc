// SPDX-License-Identifier: MIT
#include "image/png.hpp"

#include <png.h>

#include <algorithm>
#include <cstdint>

namespace exwm_vr {

namespace {

/// libpng's simple interface keeps memory of its own, also when it stops half way.
class PngImage {
public:
    PngImage() { image_.version = PNG_IMAGE_VERSION; }

    PngImage(const PngImage&) = delete;
    PngImage& operator=(const PngImage&) = delete;

    ~PngImage() { png_image_free(&image_); }

    png_image* operator->() { return &image_; }

    png_image* get() { return &image_; }

private:
    png_image image_{};
};

std::uint8_t divide_by_alpha(std::uint8_t colour, std::uint8_t alpha) {
    return static_cast<std::uint8_t>(std::min((colour * 255 + alpha / 2) / alpha, 255));
}

/// Bytes R G B, or R G B A with alpha taken out of the colours.
std::vector<std::uint8_t> png_bytes(const Image& image, bool with_alpha) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(static_cast<std::size_t>(image.width()) * image.height() * (with_alpha ? 4 : 3));
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const Pixel p = image.pixel(x, y);
            if (!with_alpha) {
                bytes.insert(bytes.end(), {p.red, p.green, p.blue});
            } else if (p.alpha == 0) {
                bytes.insert(bytes.end(), {0, 0, 0, 0});
            } else {
                bytes.insert(
                    bytes.end(),
                    {divide_by_alpha(p.red, p.alpha),
                     divide_by_alpha(p.green, p.alpha),
                     divide_by_alpha(p.blue, p.alpha),
                     p.alpha}
                );
            }
        }
    }
    return bytes;
}

} // namespace

Result<std::vector<std::byte>> encode_png(const Image& image) {
    if (image.size().empty()) {
        return fail("an empty picture cannot be written as PNG");
    }
    const bool with_alpha = !image.opaque();
    const auto pixels = png_bytes(image, with_alpha);
    PngImage png;
    png->width = static_cast<png_uint_32>(image.width());
    png->height = static_cast<png_uint_32>(image.height());
    png->format = with_alpha ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
    png->flags = PNG_IMAGE_FLAG_FAST; // files a few per cent larger, written several times faster
    std::vector<std::byte> file(PNG_IMAGE_PNG_SIZE_MAX(*png.get()));
    png_alloc_size_t size = file.size();
    if (png_image_write_to_memory(png.get(), file.data(), &size, 0, pixels.data(), 0, nullptr) ==
        0) {
        return fail("libpng: {}", png->message);
    }
    file.resize(size);
    return file;
}

Result<Image> decode_png(std::span<const std::byte> file) {
    PngImage png;
    if (png_image_begin_read_from_memory(png.get(), file.data(), file.size()) == 0) {
        return fail("libpng: {}", png->message);
    }
    png->format = PNG_FORMAT_RGBA;
    constexpr png_uint_32 largest_side = 32767; // pixman, too, ends there
    if (png->width > largest_side || png->height > largest_side) {
        return fail("a PNG of {}x{} is too large", png->width, png->height);
    }
    constexpr std::size_t channels = 4;
    std::vector<std::uint8_t> bytes(channels * png->width * png->height);
    if (png_image_finish_read(png.get(), nullptr, bytes.data(), 0, nullptr) == 0) {
        return fail("libpng: {}", png->message);
    }
    Image image({static_cast<int>(png->width), static_cast<int>(png->height)});
    auto byte = bytes.cbegin();
    for (int y = 0; y < image.height(); ++y) {
        for (std::uint32_t& value : image.row(y)) {
            value = premultiplied(
                std::uint32_t{*(byte + 3)} << 24U | std::uint32_t{*byte} << 16U |
                std::uint32_t{*(byte + 1)} << 8U | std::uint32_t{*(byte + 2)}
            );
            byte += 4;
        }
    }
    return image;
}

} // namespace exwm_vr
