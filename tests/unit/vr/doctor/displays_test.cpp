// SPDX-License-Identifier: MIT
#include "../edid_bytes.hpp"
#include "machine.hpp"
#include "vr/doctor/displays.hpp"
#include "vr/doctor/kernel.hpp"
#include "vr/doctor/vulkan.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::doctor {
namespace {

using test::Machine;
using test::says;
using Known = std::vector<KnownHeadset>;

void plug_in(
    const Machine& machine,
    const std::string& name,
    const std::string& vendor,
    std::uint16_t product
) {
    const auto bytes = headset::test::base_block(vendor, product, "Display", 0);
    const auto folder = "/sys/class/drm/" + name;
    machine.write(folder + "/status", "connected\n");
    machine.write(folder + "/edid", std::string(bytes.begin(), bytes.end()));
    machine.write("/sys/class/drm/" + name.substr(0, name.find('-')) + "/dev", "226:0\n");
}

TEST_CASE("a kernel from before leases is an error, and a strange one is not known") {
    CHECK(judge_kernel("6.12.3-arch1").state == State::ok);
    CHECK(judge_kernel("4.15.0").state == State::ok);
    CHECK(judge_kernel("4.14.300").state == State::error);
    CHECK(says(judge_kernel("3.10"), "4.15"));
    for (const auto* strange : {"", "linux", "6", "6.", ".5", "999999999999.1"}) {
        CHECK(judge_kernel(strange).state == State::unknown);
    }
}

TEST_CASE("headsets are found by what the kernel's files say") {
    const Machine machine;
    CHECK_FALSE(find_displays(machine.probe()));
    CHECK(judge(find_displays(machine.probe())).state == State::unknown);

    machine.write("/sys/class/drm/card0/dev", "226:0\n");
    machine.write("/sys/class/drm/version", "drm 1.1.0\n");
    machine.write("/sys/class/drm/card0-DP-1/status", "disconnected\n");
    auto finding = judge(find_displays(machine.probe()));
    CHECK(finding.state == State::warning);
    CHECK(says(finding, "no headset is plugged in"));

    plug_in(machine, "card0-HDMI-A-1", "DEL", 1);
    finding = judge(find_displays(machine.probe()));
    CHECK(finding.state == State::warning);
    CHECK(says(finding, "card0-HDMI-A-1 (Display)"));
    CHECK(says(finding, "use: headset"));

    plug_in(machine, "card0-DP-1", "VLV", 0x91a8);
    const auto displays = find_displays(machine.probe());
    REQUIRE(displays);
    REQUIRE(displays->size() == 2);
    CHECK(displays->front().card_number == "226:0");
    finding = judge(displays);
    CHECK(finding.state == State::ok);
    CHECK(says(finding, "card0-DP-1 (Valve Index)"));
    CHECK(finding.advice.empty());
}

TEST_CASE("what the kernel alone knows for a headset is one") {
    const Machine machine;
    plug_in(machine, "card0-DP-1", "DEL", 1);
    plug_in(machine, "card1-DP-2", "DEL", 1);
    auto probe = machine.probe();
    probe.non_desktop = [](const std::string& card,
                           const std::string& connector) -> std::optional<bool> {
        return card == "card1" && connector == "DP-2" ? std::optional(true) : std::nullopt;
    };
    const auto finding = judge(find_displays(probe));
    CHECK(finding.state == State::ok);
    REQUIRE(finding.evidence.size() == 1);
    CHECK(says(finding, "card1-DP-2 (Display): the kernel says that it is not for the desktop"));
}

TEST_CASE("a display that says nothing, or nonsense, is told of") {
    const Machine machine;
    machine.write("/sys/class/drm/card1-DP-1/status", "connected\n");
    CHECK(says(judge(find_displays(machine.probe())), "cannot be read"));
    machine.write("/sys/class/drm/card1-DP-1/edid", "");
    CHECK(says(judge(find_displays(machine.probe())), "no EDID"));
    machine.write("/sys/class/drm/card1-DP-1/edid", std::string(128, 'x'));
    const auto finding = judge(find_displays(machine.probe()));
    CHECK(finding.state == State::warning);
    CHECK(says(finding, "card1-DP-1: "));
    machine.write("/sys/class/drm/card1-DP-1/edid", std::string(100'000, 'x'));
    CHECK(says(judge(find_displays(machine.probe())), "larger"));
}

TEST_CASE("what the compositor makes of headsets") {
    const Machine machine;
    auto finding = judge(Result<Known>(fail("nobody answers")), {});
    CHECK(finding.state == State::unknown);
    CHECK(says(finding, "nobody answers"));

    finding = judge(Known(), {});
    CHECK(finding.state == State::ok);
    CHECK(says(finding, "no headset to offer"));

    plug_in(machine, "card0-DP-1", "VLV", 0x91a8);
    const auto displays = find_displays(machine.probe());
    finding = judge(Known(), displays);
    CHECK(finding.state == State::warning);
    CHECK(says(finding, "is no headset to the compositor"));
    CHECK(says(finding, "use: desktop"));

    KnownHeadset index{.connector = "DP-1", .card = "card0", .name = "Valve Index", .lessee = {}};
    finding = judge(Known{index}, displays);
    CHECK(finding.state == State::ok);
    CHECK(says(finding, "DP-1 (Valve Index) is offered"));
    index.lessee = "monado-service, process 7";
    CHECK(says(judge(Known{index}, displays), "leased by monado-service, process 7"));
    index.lessee.clear();
    index.offered = false;
    finding = judge(Known{index}, displays);
    CHECK(finding.state == State::warning);
    CHECK(says(finding, "is withdrawn"));
    index.card = "card1"; // another's DP-1
    CHECK(judge(Known{index}, displays).state == State::warning);
}

// --- Vulkan ---

const std::vector<std::string> all_extensions{
    "VK_KHR_surface", "VK_KHR_display", "VK_EXT_direct_mode_display", "VK_EXT_acquire_drm_display"
};
const Gpu card{.name = "Radeon", .software = false, .tells_card = true, .card = "226:0"};
const Gpu software{.name = "llvmpipe", .software = true, .tells_card = false, .card = {}};

TEST_CASE("Vulkan must have a GPU that drives displays") {
    CHECK(
        judge(Vulkan{.extensions = all_extensions, .gpus = {software, card}}, {}).state == State::ok
    );

    auto finding = judge(Result<Vulkan>(fail("it crashed: Segmentation fault")), {});
    CHECK(finding.state == State::error);
    CHECK(says(finding, "Segmentation fault"));

    finding = judge(Vulkan{.extensions = all_extensions, .gpus = {software}}, {});
    CHECK(finding.state == State::error);
    CHECK(says(finding, "llvmpipe (software)"));
    CHECK(judge(Vulkan{.extensions = all_extensions, .gpus = {}}, {}).state == State::error);

    for (const auto* gone :
         {"VK_KHR_display", "VK_EXT_direct_mode_display", "VK_EXT_acquire_drm_display"}) {
        auto rest = all_extensions;
        std::erase(rest, gone);
        finding = judge(Vulkan{.extensions = rest, .gpus = {card}}, {});
        CHECK(finding.state == State::error);
        CHECK(says(finding, std::string(gone) + " is missing"));
    }

    auto headless = card;
    headless.card.clear();
    CHECK(
        judge(Vulkan{.extensions = all_extensions, .gpus = {headless}}, {}).state == State::error
    );
    auto silent = headless;
    silent.tells_card = false;
    CHECK(
        judge(Vulkan{.extensions = all_extensions, .gpus = {silent}}, {}).state == State::unknown
    );
}

TEST_CASE("the GPU must be the one that the headset is plugged in at") {
    const Vulkan vulkan{.extensions = all_extensions, .gpus = {card}};
    Display display{.name = "card0-DP-1", .card_number = "226:0", .verdict = {.headset = true}};
    CHECK(judge(vulkan, {display}).state == State::ok);
    display.card_number = "226:1";
    const auto finding = judge(vulkan, {display});
    CHECK(finding.state == State::error);
    CHECK(says(finding, "card0-DP-1"));
    display.verdict.headset = false; // a monitor may be anywhere
    CHECK(judge(vulkan, {display}).state == State::ok);
}

} // namespace
} // namespace exwm_vr::doctor
