// SPDX-License-Identifier: MIT
#include "image/image.hpp"
#include "image/pixman_handle.hpp"

#include <cmath>
#include <cstdlib>

namespace exwm_vr {

namespace {

PixmanImage wrap(std::span<std::uint32_t> first_row, Size size) {
    return PixmanImage(pixman_image_create_bits_no_clear(
        PIXMAN_a8r8g8b8,
        size.width,
        size.height,
        first_row.data(),
        size.width * static_cast<int>(sizeof(std::uint32_t))
    ));
}

/// Edges are rounded rather than sizes, so that neighbours stay neighbours.
Box scaled_box(Box box, Point origin, double scale) {
    const auto edge = [scale](int value) { return static_cast<int>(std::lround(value * scale)); };
    const int left = edge(box.x - origin.x);
    const int top = edge(box.y - origin.y);
    return {
        left,
        top,
        edge(box.x - origin.x + box.width) - left,
        edge(box.y - origin.y + box.height) - top,
    };
}

bool fits(Size pixels, Size place) {
    return std::abs(pixels.width - place.width) <= 1 && std::abs(pixels.height - place.height) <= 1;
}

void paste(Image& canvas, const Image& image, Box place) {
    // pixman only reads from a source image, but has no type that says so.
    Image source = image;
    const PixmanImage from = wrap(source.row(0), source.size());
    const PixmanImage to = wrap(canvas.row(0), canvas.size());
    if (fits(image.size(), place.size())) {
        place.width = image.width();
        place.height = image.height();
    } else {
        pixman_transform_t shrink{};
        pixman_transform_init_scale(
            &shrink,
            pixman_double_to_fixed(static_cast<double>(image.width()) / place.width),
            pixman_double_to_fixed(static_cast<double>(image.height()) / place.height)
        );
        pixman_image_set_transform(from.get(), &shrink);
        pixman_image_set_filter(from.get(), PIXMAN_FILTER_BILINEAR, nullptr, 0);
        pixman_image_set_repeat(from.get(), PIXMAN_REPEAT_PAD); // no dark fringe at the edges
    }
    pixman_image_composite32(
        PIXMAN_OP_OVER,
        from.get(),
        nullptr,
        to.get(),
        0,
        0,
        0,
        0,
        place.x,
        place.y,
        place.width,
        place.height
    );
}

} // namespace

Image compose(std::span<const Tile> tiles, Box area, double scale) {
    Image canvas(scaled_box(area, area.origin(), scale).size());
    if (canvas.size().empty()) {
        return canvas;
    }
    for (const Tile& tile : tiles) {
        const Box place = scaled_box(tile.box, area.origin(), scale);
        if (!tile.image->size().empty() && !place.empty()) {
            paste(canvas, *tile.image, place);
        }
    }
    return canvas;
}

} // namespace exwm_vr
