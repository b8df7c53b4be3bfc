// SPDX-License-Identifier: MIT
// A compositor that was built without GLES and Vulkan, as for servers that have neither.
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace exwm_vr::test {
namespace {

TEST_CASE("without GLES and Vulkan a terminal is shown, and it is said what draws") {
    Session session;
    const auto foot = session.start({"foot", "-e", "sh", "-c", "echo hello; exec cat"});
    session.wait_for_window("foot");
    session.wait_for_picture(
        [](const auto& image) { return count_colours(image, {0, 0, 200, 20}) > 3; }, "text"
    );
    std::string renderer;
    for (const auto& one : nlohmann::json::parse(session.ctl({"--json", "gpu", "decisions"}))) {
        if (one["subject"] == "renderer") {
            renderer = one.dump();
        }
    }
    CAPTURE(renderer);
    CHECK(renderer.contains("pixman, drawn by the CPU"));
    CHECK(renderer.contains("gles2 is not built in"));
}

TEST_CASE("a renderer that is not built in is an error that says so") {
    const TemporaryFolder folder;
    for (const std::string renderer : {"gles2", "vulkan"}) {
        Process process({
            .arguments = {program("EXWM_VR"), "--headless", "--renderer", renderer},
            .environment = {{"XDG_RUNTIME_DIR", folder.path()}},
            .output = folder.path() / renderer,
            .input = {},
        });
        CHECK(process.wait() == 1);
        CHECK(process.errors().contains("--renderer " + renderer + ": it is not built in"));
    }
}

} // namespace
} // namespace exwm_vr::test
