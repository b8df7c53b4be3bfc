// SPDX-License-Identifier: MIT
#include "image/image.hpp"

#include <algorithm>

namespace exwm_vr {

namespace {

std::size_t area_of(Size size) {
    return size.empty() ? 0 : static_cast<std::size_t>(size.width) * size.height;
}

bool swaps_axes(config::Transform transform) {
    using enum config::Transform;
    return transform == rotate_90 || transform == rotate_270 || transform == flipped_90 ||
           transform == flipped_270;
}

/// Where the pixel that a person sees at @p p is in the buffer. wl_output's transforms turn the
/// content counter-clockwise, after flipping it left to right where they flip.
Point buffer_position(Point p, Size seen, config::Transform transform) {
    const int right = seen.width - 1 - p.x;
    const int below = seen.height - 1 - p.y;
    switch (transform) {
    case config::Transform::normal:
        return p;
    case config::Transform::rotate_90:
        return {p.y, right};
    case config::Transform::rotate_180:
        return {right, below};
    case config::Transform::rotate_270:
        return {below, p.x};
    case config::Transform::flipped:
        return {right, p.y};
    case config::Transform::flipped_90:
        return {p.y, p.x};
    case config::Transform::flipped_180:
        return {p.x, below};
    case config::Transform::flipped_270:
        return {below, right};
    }
    return p;
}

} // namespace

Image::Image(Size size)
    : size_(size.empty() ? Size{} : size)
    , pixels_(area_of(size), 0) {}

Pixel Image::pixel(int x, int y) const {
    const std::uint32_t value = row(y)[static_cast<std::size_t>(x)];
    return {
        .red = static_cast<std::uint8_t>(value >> 16),
        .green = static_cast<std::uint8_t>(value >> 8),
        .blue = static_cast<std::uint8_t>(value),
        .alpha = static_cast<std::uint8_t>(value >> 24),
    };
}

std::span<const std::uint32_t> Image::row(int y) const {
    const auto width = static_cast<std::size_t>(size_.width);
    return std::span(pixels_).subspan(width * static_cast<std::size_t>(y), width);
}

std::span<std::uint32_t> Image::row(int y) {
    const auto width = static_cast<std::size_t>(size_.width);
    return std::span(pixels_).subspan(width * static_cast<std::size_t>(y), width);
}

void Image::make_opaque() {
    for (std::uint32_t& value : pixels_) {
        value |= 0xff000000U;
    }
}

bool Image::opaque() const {
    return std::ranges::all_of(pixels_, [](std::uint32_t value) { return value >> 24 == 0xff; });
}

Image crop(const Image& image, Box part) {
    const Box inside = part.intersection(image.bounds());
    Image out(inside.size());
    for (int y = 0; y < inside.height; ++y) {
        const auto from = image.row(inside.y + y).subspan(static_cast<std::size_t>(inside.x));
        std::ranges::copy_n(from.begin(), inside.width, out.row(y).begin());
    }
    return out;
}

Image upright(const Image& image, config::Transform transform) {
    if (transform == config::Transform::normal) {
        return image;
    }
    const Size seen = swaps_axes(transform) ? Size{image.height(), image.width()} : image.size();
    Image out(seen);
    for (int y = 0; y < seen.height; ++y) {
        const auto line = out.row(y);
        for (int x = 0; x < seen.width; ++x) {
            const Point from = buffer_position({x, y}, seen, transform);
            line[static_cast<std::size_t>(x)] = image.row(from.y)[static_cast<std::size_t>(from.x)];
        }
    }
    return out;
}

Image flip_rows(const Image& image) {
    return upright(image, config::Transform::flipped_180);
}

} // namespace exwm_vr
