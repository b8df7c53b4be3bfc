// SPDX-License-Identifier: MIT
// What the checks make of a machine is tested with vr; here they look at the one that runs this.
#include "ctl/commands/command_line.hpp"
#include "ctl/doctor/vulkan.hpp"
#include "peer.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

namespace exwm_vr::ctl {
namespace {

struct Run {
    int status = 0;
    std::string out;
    std::string err;
};

Run run(std::vector<std::string> arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_command_line(std::move(arguments), out, err, false);
    return {status, out.str(), err.str()};
}

nlohmann::json check_named(const nlohmann::json& report, const std::string& name) {
    for (const auto& check : report.at("checks")) {
        if (check.at("check") == name) {
            return check;
        }
    }
    FAIL("no check " << name);
    return {};
}

TEST_CASE("doctor vr works where there is no compositor, and its status is that of the worst") {
    const auto result = run({"--socket", "/nonexistent/s", "doctor", "vr", "--json"});
    const auto report = nlohmann::json::parse(result.out);
    CHECK(report.at("checks").size() == 7);
    CHECK(result.status == (report.at("state") == "error" ? 1 : 0));
    CHECK(result.err.contains("checks found errors") == (result.status == 1));
    CHECK(check_named(report, "compositor").at("state") == "unknown");
    CHECK(check_named(report, "kernel").at("state") == "ok");
    for (const auto& check : report.at("checks")) {
        CHECK_FALSE(check.at("evidence").empty());
    }
    const auto text = run({"--socket", "/nonexistent/s", "doctor", "vr"});
    CHECK(text.status == result.status);
    CHECK(text.out.starts_with("STATE"));
    CHECK(text.out.contains("/nonexistent/s"));
}

TEST_CASE("doctor vr asks a compositor which headsets it offers, and who has them") {
    const Peer peer([](Peer& self) {
        self.greet();
        static_cast<void>(self.receive());
        self.reply(
            "(:type :response :id 2 :status :ok :headsets ("
            "(:connector \"DP-1\" :connector-id 7 :card \"card0\" :name \"Index\""
            " :evidence (\"it says so\") :lease-id nil :offered t :desktop nil)"
            "(:connector \"DP-3\" :connector-id 9 :card \"card0\" :name \"\""
            " :evidence (\"it says so\") :lease-id nil :offered nil :desktop t)"
            "(:connector \"DP-2\" :connector-id 8 :card \"card0\" :name \"Vive\""
            " :evidence (\"it says so\") :lease-id 5)))"
        );
        static_cast<void>(self.receive());
        self.reply(
            "(:type :response :id 3 :status :ok :leases ((:lease-id 5 :connectors (\"DP-2\") :pid "
            "42"
            " :executable \"/usr/bin/monado-service\" :sandboxed nil :engine nil :app-id nil "
            ":granted t)))"
        );
    });
    const auto result = run({"--socket", peer.path().string(), "doctor", "vr", "--json"});
    const auto check = check_named(nlohmann::json::parse(result.out), "compositor");
    CHECK(check.at("state") == "warning");
    CHECK(check.at("evidence").at(0) == "DP-1 (Index) is offered to programs");
    CHECK(
        check.at("evidence").at(1) ==
        "DP-3, an output of the desktop, is withdrawn, and offered to no program"
    );
    CHECK(check.at("advice") == "exwm-vrctl lease offer DP-3 offers it again");
    CHECK(check.at("evidence").at(2) == "DP-2 (Vive) is leased by monado-service, process 42");
}

TEST_CASE("Vulkan's drivers on this machine answer, or it is said why they do not") {
    const auto ask = vulkan_prober();
    if (!ask) {
        SKIP("built without Vulkan's headers");
    }
    const auto vulkan = ask();
    if (!vulkan) {
        FAIL(vulkan.error().message);
    }
    // The environment has a driver that draws by the CPU.
    REQUIRE_FALSE(vulkan->gpus.empty());
    CHECK_FALSE(vulkan->gpus.front().name.empty());
    CHECK_FALSE(vulkan->extensions.empty());
}

} // namespace
} // namespace exwm_vr::ctl
