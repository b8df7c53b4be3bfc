// SPDX-License-Identifier: MIT
#include "vr/lease/policy.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace exwm_vr::lease;

namespace {

Requester program(std::string executable) {
    return {.same_user = true, .executable = std::move(executable)};
}

Requester sandboxed(std::string app_id) {
    return {
        .same_user = true,
        .executable = "/usr/bin/monado-service",
        .sandboxed = true,
        .engine = "org.flatpak",
        .app_id = std::move(app_id),
    };
}

} // namespace

TEST_CASE("runtimes may lease, others are asked about") {
    CHECK(decide(program("/usr/bin/monado-service"), {}).decision == Decision::allow);
    const auto steam =
        "/home/user/.local/share/Steam/steamapps/common/SteamVR/bin/linux64/vrcompositor";
    CHECK(decide(program(steam), {}).decision == Decision::allow);
    CHECK(decide(program("/usr/bin/monado-service-not"), {}).decision == Decision::ask);
    CHECK(decide(program("/usr/bin/kmscube"), {}).decision == Decision::ask);
    CHECK(decide(program(""), {}).decision == Decision::ask);
}

TEST_CASE("another user's and sandboxed programs may not") {
    auto other = program("/usr/bin/monado-service");
    other.same_user = false;
    CHECK(decide(other, {}).decision == Decision::deny);
    CHECK(decide(sandboxed("com.valvesoftware.Steam"), {}).decision == Decision::deny);
}

TEST_CASE("the first rule that matches decides") {
    const std::vector<Rule> rules{
        {.executable = "/usr/bin/kms*", .decision = Decision::allow},
        {.executable = "/usr/bin/monado-service", .decision = Decision::deny},
        {.app_id = "com.valvesoftware.*", .decision = Decision::ask},
    };
    const auto allowed = decide(program("/usr/bin/kmscube"), rules);
    CHECK(allowed.decision == Decision::allow);
    CHECK(allowed.reason == "the rule for /usr/bin/kms*");
    CHECK(decide(program("/usr/bin/monado-service"), rules).decision == Decision::deny);
    CHECK(decide(sandboxed("com.valvesoftware.Steam"), rules).decision == Decision::ask);
    CHECK(decide(sandboxed("org.example"), rules).decision == Decision::deny);
}

TEST_CASE("a rule for programs lets nothing out of a sandbox") {
    const std::vector<Rule> rules{{.executable = "*"}, {.decision = Decision::allow}};
    CHECK(decide(program("/anything"), rules).decision == Decision::allow);
    CHECK(decide(sandboxed("org.example"), rules).decision == Decision::deny);
}
