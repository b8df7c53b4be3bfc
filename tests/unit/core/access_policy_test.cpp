// SPDX-License-Identifier: MIT
#include "access/policy.hpp"

#include <catch2/catch_test_macros.hpp>

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

} // namespace
} // namespace exwm_vr::access
