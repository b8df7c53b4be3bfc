// SPDX-License-Identifier: MIT
#include "vr/lease/policy.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace exwm_vr::lease;

namespace {

Answer decide(const Requester& requester, std::span<const Rule> rules) {
    return decide(requester, Asked::headset, rules);
}

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

TEST_CASE("a runtime is asked about for what is no headset, unless a rule allows it") {
    const auto monado = program("/usr/bin/monado-service");
    const auto answer = decide(monado, Asked::desktop, {});
    CHECK(answer.decision == Decision::ask);
    CHECK(answer.reason == "monado-service drives headsets, and this is no headset");
    CHECK(decide(program("/usr/bin/kmscube"), Asked::desktop, {}).decision == Decision::ask);
    const std::vector<Rule> rules{{.executable = "*/monado-service"}};
    CHECK(decide(monado, Asked::desktop, rules).decision == Decision::allow);
}

TEST_CASE("a runtime that the kernel tells nothing of is known by its own word") {
    auto steam = program("vrcompositor-la"); // all that the kernel keeps of it
    CHECK(decide(steam, {}).decision == Decision::ask);
    steam.by_own_word = true;
    const auto answer = decide(steam, {});
    CHECK(answer.decision == Decision::allow);
    CHECK(answer.reason == "vrcompositor-launcher drives headsets");
    auto monado = program("monado-service");
    monado.by_own_word = true;
    CHECK(decide(monado, {}).decision == Decision::allow);
    monado.executable = "monado-ser";
    CHECK(decide(monado, {}).decision == Decision::ask);
}

TEST_CASE("what an X11 program asks for is asked about, whatever the X server is called") {
    auto server = program("monado-service");
    server.x11 = true;
    CHECK(decide(server, {}).decision == Decision::ask);
}

TEST_CASE("a rule is for one's own programs unless it names other users") {
    auto other = program("/usr/bin/monado-service");
    other.same_user = false;
    other.user = "root";
    const std::vector<Rule> any{{.executable = "*", .decision = Decision::allow}};
    CHECK(decide(other, any).decision == Decision::deny);
    CHECK(decide(program("/anything"), any).decision == Decision::allow);
    const std::vector<Rule> of_root{{.executable = "*", .user = "root"}};
    CHECK(decide(other, of_root).decision == Decision::allow);
    CHECK(decide(program("/anything"), of_root).decision == Decision::ask);
    other.user = "guest";
    CHECK(decide(other, of_root).decision == Decision::deny);
}

TEST_CASE("a rule can be for one instance of a sandbox") {
    const std::vector<Rule> rules{{.instance_id = "7"}};
    auto inside = sandboxed("org.example");
    CHECK(decide(inside, rules).decision == Decision::deny);
    inside.instance_id = "7";
    CHECK(decide(inside, rules).decision == Decision::allow);
    CHECK(decide(program("/anything"), rules).decision == Decision::ask);
}

TEST_CASE("a rule for programs lets nothing out of a sandbox") {
    const std::vector<Rule> rules{{.executable = "*"}, {.decision = Decision::allow}};
    CHECK(decide(program("/anything"), rules).decision == Decision::allow);
    CHECK(decide(sandboxed("org.example"), rules).decision == Decision::deny);
}
