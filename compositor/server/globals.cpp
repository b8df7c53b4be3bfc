// SPDX-License-Identifier: MIT
#include "server/globals.hpp"

namespace exwm_vr::server {
namespace {

constexpr std::uint32_t compositor_version = 6;
constexpr std::uint32_t dmabuf_version = 4;
constexpr std::uint32_t fractional_scale_version = 1;
constexpr std::uint32_t presentation_version = 2;
constexpr std::uint32_t content_type_version = 1;
constexpr std::uint32_t ext_data_control_version = 1;
constexpr std::uint32_t fixes_version = 1;

} // namespace

Result<void>
create_globals(wl_display* display, wlr_renderer* renderer, const scene::Scene& scene) {
    if (!wlr_renderer_init_wl_shm(renderer, display)) {
        return fail("wl_shm could not be offered");
    }
    if (wlr_renderer_get_texture_formats(renderer, WLR_BUFFER_CAP_DMABUF) != nullptr &&
        wlr_renderer_get_drm_fd(renderer) >= 0) {
        // By way of the scene, which tells clients which buffers could be scanned out.
        auto* dmabuf = wlr_linux_dmabuf_v1_create_with_renderer(display, dmabuf_version, renderer);
        if (dmabuf == nullptr) {
            return fail("linux-dmabuf could not be offered");
        }
        wlr_scene_set_linux_dmabuf_v1(scene.get(), dmabuf);
    }
    wlr_subcompositor_create(display);
    wlr_data_device_manager_create(display);
    wlr_primary_selection_v1_device_manager_create(display);
    // The ext protocol replaces the wlr one, which most clipboard tools still speak.
    wlr_data_control_manager_v1_create(display);
    wlr_ext_data_control_manager_v1_create(display, ext_data_control_version);
    wlr_viewporter_create(display);
    wlr_fractional_scale_manager_v1_create(display, fractional_scale_version);
    wlr_single_pixel_buffer_manager_v1_create(display);
    wlr_alpha_modifier_v1_create(display);
    wlr_content_type_manager_v1_create(display, content_type_version);
    wlr_fixes_create(display, fixes_version);
    return {};
}

} // namespace exwm_vr::server
