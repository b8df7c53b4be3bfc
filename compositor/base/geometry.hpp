// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <compare>

namespace exwm_vr {

/// A place in the layout of outputs, in logical px.
struct Point {
    int x = 0;
    int y = 0;

    friend bool operator==(const Point&, const Point&) = default;
};

/// Width and height, in logical px unless the member's comment says otherwise.
struct Size {
    int width = 0;
    int height = 0;

    [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }

    friend bool operator==(const Size&, const Size&) = default;
};

/// A rectangle in logical px of the output layout; the right and bottom edges are exclusive.
struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }

    [[nodiscard]] Point origin() const { return {x, y}; }

    [[nodiscard]] Size size() const { return {width, height}; }

    [[nodiscard]] Point center() const { return {x + width / 2, y + height / 2}; }

    [[nodiscard]] bool contains(Point p) const {
        return p.x >= x && p.y >= y && p.x < x + width && p.y < y + height;
    }

    [[nodiscard]] bool contains(const Box& b) const {
        return b.x >= x && b.y >= y && b.x + b.width <= x + width && b.y + b.height <= y + height;
    }

    [[nodiscard]] Box intersection(const Box& b) const {
        const int left = std::max(x, b.x);
        const int top = std::max(y, b.y);
        const int right = std::min(x + width, b.x + b.width);
        const int bottom = std::min(y + height, b.y + b.height);
        if (right <= left || bottom <= top) {
            return {};
        }
        return {left, top, right - left, bottom - top};
    }

    /// The smallest box around both; an empty one adds nothing.
    [[nodiscard]] Box united(const Box& b) const {
        if (empty() || b.empty()) {
            return empty() ? b : *this;
        }
        const int left = std::min(x, b.x);
        const int top = std::min(y, b.y);
        const int right = std::max(x + width, b.x + b.width);
        const int bottom = std::max(y + height, b.y + b.height);
        return {left, top, right - left, bottom - top};
    }

    friend bool operator==(const Box&, const Box&) = default;
};

} // namespace exwm_vr
