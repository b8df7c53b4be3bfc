// SPDX-License-Identifier: MIT
#include "server/gl.hpp"

namespace exwm_vr::server {

const bool built_with_gles2 = true;

Renderer make_gles2(int drm_fd) {
    return Renderer(wlr_gles2_renderer_create_with_drm_fd(drm_fd));
}

bool is_gles2(wlr_renderer& renderer) {
    return wlr_renderer_is_gles2(&renderer);
}

std::string gl_driver_of(wlr_renderer& renderer) {
    const auto name = reinterpret_cast<PFNEGLGETDISPLAYDRIVERNAMEPROC>(
        eglGetProcAddress("eglGetDisplayDriverName")
    );
    const char* driver = name != nullptr
                             ? name(wlr_egl_get_display(wlr_gles2_renderer_get_egl(&renderer)))
                             : nullptr;
    return driver != nullptr ? driver : "";
}

void end_gles2(Renderer renderer) {
    auto* const display = wlr_egl_get_display(wlr_gles2_renderer_get_egl(renderer.get()));
    renderer.reset();
    eglTerminate(display);
}

} // namespace exwm_vr::server
