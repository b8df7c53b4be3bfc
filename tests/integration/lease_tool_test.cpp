// SPDX-License-Identifier: MIT
// exwm-vr-lease where there is no headset to be had. Where there is one, tests/vm has it.
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::test {
namespace {

struct Run {
    int status = 0;
    std::string output;
    std::string errors;
};

Run run(
    const std::filesystem::path& folder,
    std::map<std::string, std::string> environment,
    std::vector<std::string> arguments
) {
    arguments.insert(arguments.begin(), program("EXWM_VR_LEASE"));
    environment.insert({"WAYLAND_SOCKET", ""});
    Process process({
        .arguments = std::move(arguments),
        .environment = std::move(environment),
        .output = folder / "lease",
        .input = {},
        .pass_fd = -1,
    });
    const int status = process.wait();
    return {.status = status, .output = process.output(), .errors = process.errors()};
}

TEST_CASE("exwm-vr-lease without a compositor says where it looked") {
    const TemporaryFolder folder;
    const std::map<std::string, std::string> nowhere{
        {"XDG_RUNTIME_DIR", folder.path().string()}, {"WAYLAND_DISPLAY", "wayland-7"}
    };
    for (const auto& task : {"--list", "--pattern"}) {
        const auto failed = run(folder.path(), nowhere, {task});
        CHECK(failed.status == 1);
        CHECK(failed.output.empty());
        CHECK(failed.errors.contains("wayland-7"));
    }
    const auto command = run(folder.path(), nowhere, {"--wait", "--", "echo", "never"});
    CHECK(command.status == 1);
    CHECK(command.output.empty());
}

TEST_CASE("exwm-vr-lease says that a compositor leases nothing, also while it is to wait") {
    Session session;
    for (const auto& arguments :
         {std::vector<std::string>{"--list"},
          {"--list", "--json"},
          {"--wait", "--", "echo", "never"}}) {
        const auto failed = run(session.folder(), session.environment(), arguments);
        CHECK(failed.status == 1);
        CHECK(failed.output.empty());
        CHECK(failed.errors.contains("leases no displays"));
    }
}

TEST_CASE("exwm-vr-lease leaves with 2 for wrong usage, before it looks for a compositor") {
    const TemporaryFolder folder;
    const auto wrong = run(folder.path(), {{"WAYLAND_DISPLAY", ""}}, {"--frobnicate"});
    CHECK(wrong.status == 2);
    CHECK(wrong.errors.contains("--frobnicate"));
    const auto help = run(folder.path(), {{"WAYLAND_DISPLAY", ""}}, {"--help"});
    CHECK(help.status == 0);
    CHECK(help.output.contains("DRM_LEASE_FD"));
}

} // namespace
} // namespace exwm_vr::test
