// SPDX-License-Identifier: MIT
#include "server/gl.hpp"

namespace exwm_vr::server {

const bool built_with_vulkan = true;

Renderer make_vulkan(int drm_fd) {
    return Renderer(wlr_vk_renderer_create_with_drm_fd(drm_fd));
}

} // namespace exwm_vr::server
