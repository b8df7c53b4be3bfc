// SPDX-License-Identifier: MIT
#include "server/gl.hpp"

namespace exwm_vr::server {

const bool built_with_gles2 = false;

Renderer make_gles2(int /*drm_fd*/) {
    return {};
}

bool is_gles2(wlr_renderer& /*renderer*/) {
    return false;
}

std::string gl_driver_of(wlr_renderer& /*renderer*/) {
    return {};
}

void end_gles2(Renderer /*renderer*/) {}

} // namespace exwm_vr::server
