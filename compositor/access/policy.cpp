// SPDX-License-Identifier: MIT
#include "access/policy.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::access {
namespace {

// What an application needs to show itself and to get its own input, and nothing that shows or
// touches others: no capture, no clipboard behind the user's back, no input injection, no layout.
constexpr std::array harmless_interfaces = std::to_array<std::string_view>({
    "wl_compositor",
    "wl_subcompositor",
    "wl_shm",
    "wl_seat",
    "wl_output",
    "wl_data_device_manager",
    "wl_fixes",
    "xdg_wm_base",
    "xdg_activation_v1",
    "zwp_text_input_manager_v3",
    "xdg_system_bell_v1", // marks its own window, no more
    "xdg_toplevel_icon_manager_v1",
    "xdg_toplevel_tag_manager_v1",
    "xdg_wm_dialog_v1",
    "zxdg_exporter_v1", // a handle is as good as its secrecy: portals need them
    "zxdg_exporter_v2",
    "zxdg_importer_v1",
    "zxdg_importer_v2",
    "zxdg_decoration_manager_v1",
    "zxdg_output_manager_v1",
    "org_kde_kwin_server_decoration_manager",
    "zwp_primary_selection_device_manager_v1",
    "zwp_linux_dmabuf_v1",
    "zwp_idle_inhibit_manager_v1",
    "zwp_pointer_constraints_v1", // only while the user keeps the focus there
    "zwp_relative_pointer_manager_v1",
    "wp_viewporter",
    "wp_fractional_scale_manager_v1",
    "wp_presentation",
    "wp_single_pixel_buffer_manager_v1",
    "wp_cursor_shape_manager_v1",
    "zwp_pointer_gestures_v1",
    "zwp_tablet_manager_v2",
    "wp_alpha_modifier_v1",
    "wp_content_type_manager_v1",
    "wp_tearing_control_manager_v1",
    "wp_color_manager_v1",
    "wp_color_representation_manager_v1",
    "wp_linux_drm_syncobj_manager_v1",
});

// Memory of a GPU, for which its node is opened: not for programs that are to have none of it.
constexpr std::array gpu_interfaces = std::to_array<std::string_view>({
    "zwp_linux_dmabuf_v1",
    "wp_linux_drm_syncobj_manager_v1",
});

/// Whether exwm-vrctl client-socket made its socket for programs that are not trusted at all.
bool untrusted(const SecurityContext& context) {
    return context.engine == "exwm-vr" && context.instance_id == "untrusted";
}

bool matches(const config::SandboxRule& rule, const SecurityContext& context) {
    return (rule.engine.empty() || rule.engine == context.engine) &&
           (rule.app_id.empty() || rule.app_id == context.app_id) &&
           (rule.instance_id.empty() || rule.instance_id == context.instance_id);
}

} // namespace

bool harmless(std::string_view interface) {
    return std::ranges::contains(harmless_interfaces, interface);
}

bool sandbox_may_bind(
    const SecurityContext& context,
    std::string_view interface,
    std::span<const config::SandboxRule> rules
) {
    const bool by_default =
        harmless(interface) &&
        !(untrusted(context) && std::ranges::contains(gpu_interfaces, interface));
    return by_default || std::ranges::any_of(rules, [&](const auto& rule) {
               return matches(rule, context) && std::ranges::contains(rule.allow, interface);
           });
}

} // namespace exwm_vr::access
