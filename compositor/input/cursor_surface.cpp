// SPDX-License-Identifier: MIT
#include "input/cursor_surface.hpp"

#include "scene/surface_scale.hpp"

#include <cmath>

namespace exwm_vr::input {

void show_cursor_surface(
    wlr_cursor& cursor, wlr_surface* surface, std::int32_t hotspot_x, std::int32_t hotspot_y
) {
    const double scale = scene::SurfaceScale::of(surface);
    const auto logical = [scale](std::int32_t place) {
        return static_cast<std::int32_t>(std::lround(place / scale));
    };
    wlr_cursor_set_surface(&cursor, surface, logical(hotspot_x), logical(hotspot_y));
}

} // namespace exwm_vr::input
