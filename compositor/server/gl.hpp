// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/handles.hpp"

#include <string>

namespace exwm_vr::server {

// What wlroots draws with by a GPU. It may be built without, and so may we: then CPUs draw.

extern const bool built_with_gles2;
extern const bool built_with_vulkan;

/// On a render node, which stays the caller's; null when it fails or is not built in. Vulkan
/// without one, -1, is what the CPU draws.
[[nodiscard]] Renderer make_gles2(int drm_fd);
[[nodiscard]] Renderer make_vulkan(int drm_fd);

[[nodiscard]] bool is_gles2(wlr_renderer& renderer);

/// Mesa's driver behind gles2, "iris"; empty where that is not said.
[[nodiscard]] std::string gl_driver_of(wlr_renderer& renderer);

/// Ends gles2 and its display, which wlroots leaves, with its threads, to others.
void end_gles2(Renderer renderer);

} // namespace exwm_vr::server
