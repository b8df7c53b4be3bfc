// SPDX-License-Identifier: MIT
#include "server/gl.hpp"

namespace exwm_vr::server {

const bool built_with_gles2 = EXWM_VR_GLES2 != 0;
const bool built_with_vulkan = EXWM_VR_VULKAN != 0;

#if EXWM_VR_GLES2

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

#else

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

#endif

#if EXWM_VR_VULKAN

Renderer make_vulkan(int drm_fd) {
    return Renderer(wlr_vk_renderer_create_with_drm_fd(drm_fd));
}

#else

Renderer make_vulkan(int /*drm_fd*/) {
    return {};
}

#endif

} // namespace exwm_vr::server
