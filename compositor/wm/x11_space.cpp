// SPDX-License-Identifier: MIT
#include "wm/x11_space.hpp"

#include <algorithm>
#include <cmath>

namespace exwm_vr::wm {
namespace {

int rounded(double value) {
    return static_cast<int>(std::lround(value));
}

/// What is there does not vanish.
int scaled_length(int length, double factor) {
    return length > 0 ? std::max(1, rounded(length * factor)) : length;
}

} // namespace

X11Space::X11Space(double scale)
    : scale_(scale) {}

Box X11Space::x11_box(const Box& layout) const {
    const auto origin = x11_point(layout.origin());
    const auto end = x11_point({layout.x + layout.width, layout.y + layout.height});
    return {origin.x, origin.y, end.x - origin.x, end.y - origin.y};
}

Point X11Space::x11_point(Point layout) const {
    return {rounded(layout.x * scale_), rounded(layout.y * scale_)};
}

Size X11Space::x11_size(Size logical) const {
    return {scaled_length(logical.width, scale_), scaled_length(logical.height, scale_)};
}

Size X11Space::x11_size(Size logical, Size x11) const {
    const auto fitting = x11_size(logical);
    const auto same = logical_size(x11);
    return {
        same.width == logical.width ? x11.width : fitting.width,
        same.height == logical.height ? x11.height : fitting.height
    };
}

Box X11Space::layout_box(const Box& x11) const {
    const auto origin = layout_point(x11.origin());
    const auto size = logical_size(x11.size());
    return {origin.x, origin.y, size.width, size.height};
}

Point X11Space::layout_point(Point x11) const {
    return {rounded(x11.x / scale_), rounded(x11.y / scale_)};
}

Size X11Space::logical_size(Size x11) const {
    return {scaled_length(x11.width, 1 / scale_), scaled_length(x11.height, 1 / scale_)};
}

double x11_scale(std::optional<double> wanted, std::span<const double> outputs) {
    if (wanted) {
        return *wanted;
    }
    return outputs.empty() ? 1 : std::max(1.0, std::ranges::max(outputs));
}

} // namespace exwm_vr::wm
