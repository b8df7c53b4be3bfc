// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "config/output_spec.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Pictures in memory: no Wayland and no I/O.
namespace exwm_vr {

/// One pixel, each part 0 to 255, colours premultiplied by alpha.
struct Pixel {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    std::uint8_t alpha = 255;

    friend bool operator==(const Pixel&, const Pixel&) = default;
};

/// A pixel 0xAARRGGBB whose colours are not multiplied by alpha yet, as pictures have them.
[[nodiscard]] constexpr std::uint32_t premultiplied(std::uint32_t pixel) {
    const std::uint32_t alpha = pixel >> 24U;
    const auto part = [&](unsigned shift) {
        return ((pixel >> shift & 0xffU) * alpha + 127U) / 255U << shift;
    };
    return alpha << 24U | part(16) | part(8) | part(0);
}

/// A picture of 32-bit pixels 0xAARRGGBB in host order, premultiplied, row by row without padding.
/// Positions here are in pixels of the picture, from its top left corner.
class Image {
public:
    Image() = default;

    /// All pixels transparent.
    explicit Image(Size size);

    [[nodiscard]] Size size() const { return size_; }

    [[nodiscard]] int width() const { return size_.width; }

    [[nodiscard]] int height() const { return size_.height; }

    [[nodiscard]] Box bounds() const { return {0, 0, size_.width, size_.height}; }

    /// @p x and @p y must lie inside.
    [[nodiscard]] Pixel pixel(int x, int y) const;

    [[nodiscard]] std::span<const std::uint32_t> row(int y) const;
    [[nodiscard]] std::span<std::uint32_t> row(int y);

    /// Sets every alpha to 255 and leaves the colours, for formats whose alpha means nothing.
    void make_opaque();
    [[nodiscard]] bool opaque() const;

    friend bool operator==(const Image&, const Image&) = default;

private:
    Size size_;
    std::vector<std::uint32_t> pixels_;
};

/// The part of @p image inside @p part, which is clipped to it.
[[nodiscard]] Image crop(const Image& image, Box part);

/// Turns the content of an output's buffer, rotated as @p transform says (wl_output.transform),
/// into what a person in front of the output sees.
[[nodiscard]] Image upright(const Image& image, config::Transform transform);

/// Upside down: what came from bottom-up buffers.
[[nodiscard]] Image flip_rows(const Image& image);

/// A picture and where it lies in the layout.
struct Tile {
    const Image* image = nullptr;
    Box box; ///< layout coordinates, logical px
};

/// Pastes tiles into one picture of @p area (layout coordinates) at @p scale pixels per logical
/// px; later ones go on top, uncovered parts stay transparent. A tile whose pixels fit its place
/// to within one is pasted as it is, others are scaled (bilinear).
[[nodiscard]] Image compose(std::span<const Tile> tiles, Box area, double scale);

} // namespace exwm_vr
