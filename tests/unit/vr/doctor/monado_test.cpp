// SPDX-License-Identifier: MIT
#include "machine.hpp"
#include "vr/doctor/monado.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::doctor {
namespace {

using test::Machine;
using test::says;

Runtime runtime(const std::string& name) {
    return {
        .path = "/a",
        .manifest = Manifest{.name = name, .library = "/a/" + name + ".so"},
    };
}

TEST_CASE("another runtime needs no Monado") {
    const Machine machine;
    const auto finding = judge(find_monado(machine.probe(), runtime("SteamVR")));
    CHECK(finding.state == State::ok);
    CHECK(says(finding, "not needed"));
    CHECK(is_monado(runtime("Monado(XRT) by Collabora et al")));
    CHECK_FALSE(is_monado({}));
}

TEST_CASE("Monado without its service is an error") {
    Machine machine;
    machine.variables["PATH"] = "/usr/bin";
    auto finding = judge(find_monado(machine.probe(), runtime("Monado")));
    CHECK(finding.state == State::error);
    CHECK(says(finding, "install"));
    machine.write("/usr/bin/monado-service", "", 0644); // cannot be run
    CHECK(judge(find_monado(machine.probe(), runtime("Monado"))).state == State::error);
    machine.write("/opt/monado-service", "", 0755); // not in the path
    CHECK(judge(find_monado(machine.probe(), runtime("Monado"))).state == State::error);
}

TEST_CASE("one unit is to start Monado's service") {
    Machine machine;
    machine.write("/usr/bin/monado-service", "", 0755);
    auto finding = judge(find_monado(machine.probe(), runtime("Monado")));
    CHECK(finding.state == State::warning);
    CHECK(says(finding, "/usr/bin/monado-service"));
    CHECK(says(finding, "start monado-service"));

    machine.write("/usr/lib/systemd/user/exwm-vr-monado.service", "");
    finding = judge(find_monado(machine.probe(), runtime("Monado")));
    CHECK(finding.state == State::warning);
    CHECK(says(finding, "systemctl --user enable --now exwm-vr-monado.service"));

    SECTION("ours") {
        machine.link(
            "/home/u/.config/systemd/user/graphical-session.target.wants/exwm-vr-monado.service",
            "/usr/lib/systemd/user/exwm-vr-monado.service"
        );
        finding = judge(find_monado(machine.probe(), runtime("Monado")));
        CHECK(finding.state == State::ok);
        CHECK(says(finding, "exwm-vr-monado.service is enabled"));
        CHECK(finding.advice.empty());

        machine.link("/etc/systemd/user/sockets.target.wants/monado.socket", "/nowhere");
        finding = judge(find_monado(machine.probe(), runtime("Monado")));
        CHECK(finding.state == State::warning);
        CHECK(says(finding, "both"));
    }
    SECTION("its own") {
        machine.link("/etc/systemd/user/default.target.wants/monado.service", "/nowhere");
        CHECK(judge(find_monado(machine.probe(), runtime("Monado"))).state == State::ok);
    }
}

} // namespace
} // namespace exwm_vr::doctor
