// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/wlr.hpp"

#include <cstdint>

namespace exwm_vr::input {

/// Shows a client's picture, or none, as the cursor. @p hotspot_x and @p hotspot_y count in the px
/// of its client (see scene::SurfaceScale).
void show_cursor_surface(
    wlr_cursor& cursor, wlr_surface* surface, std::int32_t hotspot_x, std::int32_t hotspot_y
);

} // namespace exwm_vr::input
