// SPDX-License-Identifier: MIT
#include "access/policy.hpp"
#include "passthrough/policy/words.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>
#include <string>
#include <vector>

namespace exwm_vr::access {
namespace {

const std::vector<config::SandboxRule> rules{
    {.engine = "flatpak", .app_id = "org.a", .instance_id = "", .allow = {"zwlr_layer_shell_v1"}},
    {.engine = "", .app_id = "", .instance_id = "42", .allow = {"ext_data_control_manager_v1"}},
};

TEST_CASE("an interface that nobody listed is denied") {
    CHECK_FALSE(sandbox_may_bind({}, "some_new_protocol_v1", {}));
    CHECK_FALSE(sandbox_may_bind({}, "", {}));
    CHECK(sandbox_may_bind({}, "xdg_wm_base", {}));
    CHECK(sandbox_may_bind({}, "zwp_pointer_gestures_v1", {}));
    CHECK(sandbox_may_bind({}, "zwp_tablet_manager_v2", {}));
}

TEST_CASE("a rule opens its interfaces to the contexts that it matches in every given field") {
    const SecurityContext named{.engine = "flatpak", .app_id = "org.a", .instance_id = "7"};
    CHECK(sandbox_may_bind(named, "zwlr_layer_shell_v1", rules));
    CHECK_FALSE(sandbox_may_bind(named, "zwlr_screencopy_manager_v1", rules));
    CHECK_FALSE(sandbox_may_bind(named, "ext_data_control_manager_v1", rules));
    for (const auto& other : {
             SecurityContext{.engine = "flatpak", .app_id = "org.b", .instance_id = "7"},
             SecurityContext{.engine = "snap", .app_id = "org.a", .instance_id = "7"},
             SecurityContext{.engine = "", .app_id = "", .instance_id = ""},
         }) {
        CHECK_FALSE(sandbox_may_bind(other, "zwlr_layer_shell_v1", rules));
    }
    CHECK(sandbox_may_bind(
        {.engine = "", .app_id = "x", .instance_id = "42"}, "ext_data_control_manager_v1", rules
    ));
}

TEST_CASE("programs that are not trusted at all are offered no memory of a GPU") {
    const SecurityContext none{.engine = "exwm-vr", .app_id = "a", .instance_id = "untrusted"};
    const SecurityContext low{.engine = "exwm-vr", .app_id = "a", .instance_id = "low"};
    const SecurityContext other{.engine = "flatpak", .app_id = "a", .instance_id = "untrusted"};
    for (const auto* gpu : {"zwp_linux_dmabuf_v1", "wp_linux_drm_syncobj_manager_v1"}) {
        CHECK_FALSE(sandbox_may_bind(none, gpu, {}));
        CHECK(sandbox_may_bind(low, gpu, {}));
        CHECK(sandbox_may_bind(other, gpu, {}));
        const std::vector<config::SandboxRule> opened{
            {.engine = "exwm-vr", .app_id = "a", .instance_id = "", .allow = {gpu}}
        };
        CHECK(sandbox_may_bind(none, gpu, opened));
    }
    CHECK(sandbox_may_bind(none, "wl_shm", {}));
}

TEST_CASE("a level opens what those before it open, and nothing is opened twice") {
    std::set<std::string_view> seen;
    for (const auto& [word, level] : policy::level_words) {
        for (const auto interface : opened_by(level)) {
            INFO(interface);
            CHECK(seen.insert(interface).second);
            for (const auto& [asked, by] : policy::level_words) {
                const SecurityContext context{
                    .engine = "exwm-vr", .app_id = "a", .instance_id = std::string(asked)
                };
                CHECK(sandbox_may_bind(context, interface, {}) == (by >= level));
            }
            CHECK(harmless(interface) == (level <= policy::Level::low));
        }
    }
}

TEST_CASE("only exwm-vr's own sockets have levels, and a word that is none is no trust") {
    using policy::Level;
    const auto level = [](const char* engine, const char* instance) {
        return level_of({.engine = engine, .app_id = "a", .instance_id = instance});
    };
    CHECK(level("exwm-vr", "system") == Level::system);
    CHECK(level("exwm-vr", "") == Level::untrusted);
    CHECK(level("exwm-vr", "SYSTEM") == Level::untrusted);
    CHECK(level("org.flatpak", "system") == Level::low);
    CHECK(level("", "system") == Level::low);
}

TEST_CASE("no level looks into other programs, acts for the user or sets the desktop") {
    const SecurityContext most{.engine = "exwm-vr", .app_id = "a", .instance_id = "system"};
    for (const auto* never :
         {"zwlr_screencopy_manager_v1",
          "ext_image_copy_capture_manager_v1",
          "zwlr_export_dmabuf_manager_v1",
          "zwlr_data_control_manager_v1",
          "ext_data_control_manager_v1",
          "zwp_virtual_keyboard_manager_v1",
          "zwlr_virtual_pointer_manager_v1",
          "zwp_input_method_manager_v2",
          "zwlr_foreign_toplevel_manager_v1",
          "ext_foreign_toplevel_list_v1",
          "ext_workspace_manager_v1",
          "ext_transient_seat_manager_v1",
          "zwlr_layer_shell_v1",
          "zwlr_output_manager_v1",
          "zwlr_output_power_manager_v1",
          "zwlr_gamma_control_manager_v1",
          "wp_drm_lease_device_v1",
          "ext_session_lock_manager_v1",
          "wp_security_context_manager_v1"}) {
        INFO(never);
        CHECK_FALSE(sandbox_may_bind(most, never, {}));
    }
}

} // namespace
} // namespace exwm_vr::access
