// SPDX-License-Identifier: MIT
#include "server/globals.hpp"

#include <array>
#include <cstdlib>
#include <memory>

namespace exwm_vr::server {
namespace {

constexpr std::uint32_t compositor_version = 6;
constexpr std::uint32_t dmabuf_version = 5;
constexpr std::uint32_t fractional_scale_version = 1;
constexpr std::uint32_t presentation_version = 2;
constexpr std::uint32_t ext_data_control_version = 1;
constexpr std::uint32_t fixes_version = 1;
constexpr std::uint32_t syncobj_version = 1;
constexpr std::uint32_t colour_management_version = 1;
constexpr std::uint32_t colour_representation_version = 1;

template <typename T>
using Array = std::unique_ptr<T[], Calls<free>>; // NOLINT(*-avoid-c-arrays): wlroots gives one

/// HDR and wide gamut, where the renderer can convert them.
void offer_colour_management(
    wl_display* display, wlr_renderer* renderer, const scene::Scene& scene
) {
    if (!renderer->features.input_color_transform) {
        return;
    }
    constexpr std::array intents{WP_COLOR_MANAGER_V1_RENDER_INTENT_PERCEPTUAL};
    std::size_t functions_count = 0;
    const Array<wp_color_manager_v1_transfer_function> functions(
        wlr_color_manager_v1_transfer_function_list_from_renderer(renderer, &functions_count)
    );
    std::size_t primaries_count = 0;
    const Array<wp_color_manager_v1_primaries> primaries(
        wlr_color_manager_v1_primaries_list_from_renderer(renderer, &primaries_count)
    );
    wlr_color_manager_v1_options options{};
    options.features.parametric = true;
    options.features.set_mastering_display_primaries = true;
    options.render_intents = intents.data();
    options.render_intents_len = intents.size();
    options.transfer_functions = functions.get();
    options.transfer_functions_len = functions_count;
    options.primaries = primaries.get();
    options.primaries_len = primaries_count;
    if (auto* manager = wlr_color_manager_v1_create(display, colour_management_version, &options)) {
        wlr_scene_set_color_manager_v1(scene.get(), manager);
    }
}

/// What needs buffers in the GPU's memory.
Result<void> offer_gpu_buffers(
    wl_display* display,
    const wlr_backend& backend,
    wlr_renderer* renderer,
    const scene::Scene& scene
) {
    const int device = wlr_renderer_get_drm_fd(renderer);
    if (wlr_renderer_get_texture_formats(renderer, WLR_BUFFER_CAP_DMABUF) == nullptr ||
        device < 0) {
        return {};
    }
    // By way of the scene, which tells clients which buffers could be scanned out.
    auto* dmabuf = wlr_linux_dmabuf_v1_create_with_renderer(display, dmabuf_version, renderer);
    if (dmabuf == nullptr) {
        return fail("linux-dmabuf could not be offered");
    }
    wlr_scene_set_linux_dmabuf_v1(scene.get(), dmabuf);
    wlr_export_dmabuf_manager_v1_create(display);
    // Explicit synchronization: without it in the backend, too, pictures could tear or stall.
    if (renderer->features.timeline && backend.features.timeline) {
        wlr_linux_drm_syncobj_manager_v1_create(display, syncobj_version, device);
    }
    return {};
}

} // namespace

Result<void> create_globals(
    wl_display* display,
    const wlr_backend& backend,
    wlr_renderer* renderer,
    const scene::Scene& scene
) {
    if (!wlr_renderer_init_wl_shm(renderer, display)) {
        return fail("wl_shm could not be offered");
    }
    if (auto offered = offer_gpu_buffers(display, backend, renderer, scene); !offered) {
        return offered;
    }
    offer_colour_management(display, renderer, scene);
    wlr_color_representation_manager_v1_create_with_renderer(
        display, colour_representation_version, renderer
    );
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
    if (auto* registry = wlr_xdg_foreign_registry_create(display)) {
        wlr_xdg_foreign_v1_create(display, registry);
        wlr_xdg_foreign_v2_create(display, registry);
    }
    wlr_scene_set_gamma_control_manager_v1(
        scene.get(), wlr_gamma_control_manager_v1_create(display)
    );
    wlr_fixes_create(display, fixes_version);
    return {};
}

} // namespace exwm_vr::server
