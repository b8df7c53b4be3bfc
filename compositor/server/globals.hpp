// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "scene/scene.hpp"
#include "wlr/wlr.hpp"

namespace exwm_vr::server {

/// Offers the protocols that need no policy of ours: wlroots and the scene do all the work.
Result<void> create_globals(
    wl_display* display,
    const wlr_backend& backend,
    wlr_renderer* renderer,
    const scene::Scene& scene
);

} // namespace exwm_vr::server
