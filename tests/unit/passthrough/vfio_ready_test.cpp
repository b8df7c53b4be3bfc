// SPDX-License-Identifier: MIT
#include "passthrough/vfio/ready.hpp"
#include "tree_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace exwm_vr::vfio {
namespace {

using test::TreeFolder;

const std::string card = "/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0";

struct Machine {
    explicit Machine(const TreeFolder& folder)
        : tree(folder.path())
        , gpus(gpu::survey(tree)) {}

    Tree tree;
    std::vector<Gpu> gpus;

    [[nodiscard]] std::vector<Finding> findings() const {
        REQUIRE_FALSE(gpus.empty());
        return readiness(tree, gpus.front(), 8UL << 20U);
    }

    [[nodiscard]] Finding named(std::string_view id) const {
        const auto all = findings();
        const auto found = std::ranges::find(all, id, &Finding::id);
        CAPTURE(id);
        REQUIRE(found != all.end());
        CHECK_FALSE(found->evidence.empty());
        return *found;
    }

    [[nodiscard]] Severity severity(std::string_view id) const { return named(id).severity; }
};

TEST_CASE("vfio: a card whose sound goes with it is ready but for being the boot display") {
    const TreeFolder folder("amd-discrete");
    const Machine machine(folder);
    CHECK(machine.severity("bus") == Severity::ok);
    CHECK(machine.severity("iommu") == Severity::ok);
    CHECK(machine.severity("group") == Severity::ok);
    CHECK(machine.severity("siblings") == Severity::ok);
    CHECK(machine.severity("viable") == Severity::info);
    CHECK(machine.named("viable").evidence.size() == 2); // the bridge's driver is no matter
    CHECK(machine.severity("isolation") == Severity::ok);
    CHECK(machine.severity("iommu-bypass") == Severity::ok);
    CHECK(machine.severity("vfio-driver") == Severity::ok);
    CHECK(machine.severity("locked-memory") == Severity::info);
    CHECK(machine.severity("large-bar") == Severity::unknown);
    CHECK(machine.severity("firmware-framebuffer") == Severity::ok);
    const auto use = machine.named("in-use");
    CHECK(use.severity == Severity::warning);
    CHECK(use.evidence.front() == "it is the boot display");
    CHECK(use.remedy.contains("vfio bind --boot-display"));
    const auto all = machine.findings();
    CHECK(std::ranges::all_of(all, [](const Finding& finding) {
        return finding.severity == Severity::ok || finding.severity == Severity::unknown ||
               !finding.remedy.empty();
    }));
}

TEST_CASE("vfio: each check fails where it should") {
    const TreeFolder folder("amd-discrete");
    SECTION("no IOMMU, by vendor") {
        std::filesystem::remove_all(folder.at("/sys/kernel/iommu_groups"));
        std::filesystem::remove(folder.at(card + "/iommu_group"));
        folder.write("/proc/cpuinfo", "vendor_id : GenuineIntel\n");
        const Machine machine(folder);
        CHECK(machine.severity("iommu") == Severity::error);
        CHECK(machine.named("iommu").remedy.contains("intel_iommu=on"));
        CHECK(machine.severity("group") == Severity::error);
        CHECK(machine.severity("viable") == Severity::unknown);
    }
    SECTION("memory that the firmware keeps") {
        folder.write("/sys/kernel/iommu_groups/14/reserved_regions", "0x0 0xffff direct\n");
        CHECK(Machine(folder).severity("group") == Severity::warning);
    }
    SECTION("what makes isolation void") {
        folder.write("/proc/cmdline", "quiet pcie_acs_override=downstream,multifunction\n");
        CHECK(Machine(folder).severity("isolation") == Severity::warning);
        folder.write("/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts", "Y\n");
        folder.write("/sys/module/vfio/parameters/enable_unsafe_noiommu_mode", "Y\n");
        CHECK(Machine(folder).named("isolation").evidence.size() == 3);
    }
    SECTION("an SMMU that lets through") {
        folder.write("/sys/module/arm_smmu/parameters/disable_bypass", "N\n");
        CHECK(Machine(folder).severity("iommu-bypass") == Severity::warning);
    }
    SECTION("AMD by the bus alone, nothing at all, and what is well") {
        CHECK(Machine(folder).severity("reset") == Severity::warning);
        std::filesystem::remove(folder.at(card + "/reset_method"));
        CHECK(Machine(folder).severity("reset") == Severity::warning);
        folder.write(card + "/reset_method", "device_specific bus\n");
        CHECK(Machine(folder).severity("reset") == Severity::ok);
    }
    SECTION("the firmware's frame buffer") {
        folder.write("/proc/fb", "0 EFI VGA\n");
        CHECK(Machine(folder).severity("firmware-framebuffer") == Severity::warning);
    }
    SECTION("no vfio-pci") {
        std::filesystem::remove_all(folder.at("/sys/bus/pci/drivers/vfio-pci"));
        CHECK(Machine(folder).severity("vfio-driver") == Severity::error);
        CHECK(Machine(folder).named("vfio-driver").remedy == "modprobe vfio-pci");
    }
    SECTION("a large region") {
        folder.write(
            card + "/resource",
            "0x0000006000000000 0x00000061ffffffff 0x000000000014220c\n0x0 0x0 0x0\n"
        );
        CHECK(Machine(folder).severity("large-bar") == Severity::info);
        CHECK(Machine(folder).named("large-bar").evidence[0].contains("8192 MiB"));
    }
}

TEST_CASE("vfio: who uses a GPU is said by name, node and process") {
    const TreeFolder folder("amd-discrete");
    folder.write(card + "/boot_vga", "0\n");
    folder.write("/proc/812/comm", "Xorg\n");
    folder.link("/proc/812/fd/3", "/dev/dri/card0");
    folder.link("/proc/812/fd/4", "/dev/dri/card0");
    folder.link("/proc/812/fd/5", "socket:[1]");
    folder.write("/proc/900/comm", "other\n");
    folder.link("/proc/900/fd/3", "/dev/dri/card00");
    folder.link("/proc/900/fd/4", "/dev/zero");
    folder.write("/sys/class/drm/card0-DP-1/enabled", "enabled\n");
    const Machine machine(folder);
    const auto finding = machine.named("in-use");
    CHECK(finding.severity == Severity::error);
    CHECK(
        finding.evidence ==
        std::vector<std::string>{"Xorg (process 812) has /dev/dri/card0 open", "DP-1 is on"}
    );
    // Once it is closed, the kernel lights what is plugged in for its console.
    std::filesystem::remove_all(folder.at("/proc/812"));
    CHECK(machine.severity("in-use") == Severity::warning);
    CHECK(machine.named("in-use").evidence.front() == "DP-1 is on");
    folder.write("/sys/class/drm/card0-DP-1/enabled", "disabled\n");
    CHECK(machine.severity("in-use") == Severity::ok);
}

TEST_CASE("vfio: a network card in the group is a stranger") {
    const TreeFolder folder("vfio-bound");
    const Machine machine(folder);
    const auto finding = machine.named("siblings");
    CHECK(finding.severity == Severity::error);
    REQUIRE(finding.evidence.size() == 1);
    CHECK(finding.evidence[0] == "0000:06:00.0 8086:1539, class 020000, driver igb");
    CHECK(strangers(machine.gpus[0], std::vector<std::string>{"0000:06:00.0"}).empty());
}

TEST_CASE("vfio: a GPU of a chip is not for vfio-pci") {
    const TreeFolder folder("raspberry-pi-5");
    const Machine machine(folder);
    const auto all = machine.findings();
    REQUIRE(all.size() == 1);
    CHECK(all[0].id == "bus");
    CHECK(all[0].severity == Severity::error);
}

} // namespace
} // namespace exwm_vr::vfio
