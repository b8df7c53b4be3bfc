// SPDX-License-Identifier: MIT
#include "server/gl.hpp"

namespace exwm_vr::server {

const bool built_with_vulkan = false;

Renderer make_vulkan(int /*drm_fd*/) {
    return {};
}

} // namespace exwm_vr::server
