// SPDX-License-Identifier: MIT
#include "access/policy.hpp"

#include "passthrough/policy/words.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::access {
namespace {

// What an application needs to show itself and to get its own input, and nothing that shows or
// touches others: no capture, no clipboard behind the user's back, no input injection, no layout.
constexpr std::array for_untrusted = std::to_array<std::string_view>({
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
});

// 3D: memory of a GPU, for which its node is opened.
constexpr std::array for_low = std::to_array<std::string_view>({
    "zwp_linux_dmabuf_v1",
    "wp_linux_drm_syncobj_manager_v1",
});

// Long and heavy work: it may know when nobody is there, and a viewer of another machine may have
// the desktop's keys while the user lets it.
constexpr std::array for_medium = std::to_array<std::string_view>({
    "ext_idle_notifier_v1",
    "zwp_keyboard_shortcuts_inhibit_manager_v1",
});

// The levels beyond get more of a GPU and no more of the desktop: what looks into other programs,
// acts for the user, or sets the desktop or its hardware takes a rule that names the sandbox.
constexpr std::array<std::span<const std::string_view>, policy::level_count> by_level{
    for_untrusted, for_low, for_medium
};

bool matches(const config::SandboxRule& rule, const SecurityContext& context) {
    return (rule.engine.empty() || rule.engine == context.engine) &&
           (rule.app_id.empty() || rule.app_id == context.app_id) &&
           (rule.instance_id.empty() || rule.instance_id == context.instance_id);
}

} // namespace

policy::Level level_of(const SecurityContext& context) {
    if (context.engine != "exwm-vr") {
        return policy::Level::low;
    }
    return policy::from_string<policy::Level>(context.instance_id)
        .value_or(policy::Level::untrusted);
}

std::span<const std::string_view> opened_by(policy::Level level) {
    return by_level.at(static_cast<std::size_t>(level));
}

bool harmless(std::string_view interface) {
    return std::ranges::contains(for_untrusted, interface) ||
           std::ranges::contains(for_low, interface);
}

bool sandbox_may_bind(
    const SecurityContext& context,
    std::string_view interface,
    std::span<const config::SandboxRule> rules
) {
    const auto levels = std::span(by_level).first(static_cast<std::size_t>(level_of(context)) + 1);
    const bool by_default = std::ranges::any_of(levels, [&](const auto& opened) {
        return std::ranges::contains(opened, interface);
    });
    return by_default || std::ranges::any_of(rules, [&](const auto& rule) {
               return matches(rule, context) && std::ranges::contains(rule.allow, interface);
           });
}

} // namespace exwm_vr::access
