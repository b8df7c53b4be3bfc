// SPDX-License-Identifier: MIT
// What a plan says of a GPU that is to be given away, from the machine's own files on.
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/read_host.hpp"
#include "tree_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace exwm_vr::launch {
namespace {

using test::TreeFolder;

/// A guest that is given the first GPU of a tree.
struct Machine {
    explicit Machine(const TreeFolder& folder) {
        const gpu::Tree tree(folder.path());
        for (const auto& gpu : gpu::survey(tree)) {
            host.gpus.push_back(host_gpu(tree, gpu, 1000));
        }
        REQUIRE_FALSE(host.gpus.empty());
        host.lockable = 8ULL << 20U;
        host.user = "anna";
        guest.name = "vr";
        guest.kind = policy::Guest::Kind::virtual_machine;
        guest.level = policy::Level::system;
        guest.allowance = policy::Levels()[guest.level];
        guest.access = policy::Access::passthrough;
        guest.memory_bytes = 8ULL << 30U;
        guest.gpus = {host.gpus.front().device.bus};
    }

    /// The plan's warnings, or the one line why there is none.
    [[nodiscard]] std::vector<std::string> told() const {
        const auto planned = plan(guest, host);
        return planned ? planned->warnings : std::vector{planned.error().message};
    }

    [[nodiscard]] bool tells(std::string_view part) const {
        const auto all = told();
        CAPTURE(part, all);
        return std::ranges::any_of(all, [&](const auto& text) { return text.contains(part); });
    }

    Host host;
    policy::Guest guest;
};

TEST_CASE("away: what is to be done before a machine starts is said with the plan") {
    const TreeFolder folder("amd-discrete");
    const Machine machine(folder);
    REQUIRE(plan(machine.guest, machine.host));
    CHECK(machine.tells("before it starts: exwm-vr-gpu vfio bind pci-0000:01:00.0"));
    CHECK(machine.tells("before it starts: it is the boot display, nobody has it open"));
    CHECK(machine.tells(
        "AMD cards that only the bus resets often do not come back; the kernel "
        "module vendor-reset helps"
    ));
    CHECK(machine.tells("anna must be allowed to open /dev/vfio/14"));
    CHECK(machine.tells("anna may lock 8 MiB of memory, and all of its 8192 MiB are locked"));
}

TEST_CASE("away: what is ready has nothing to be done") {
    const TreeFolder folder("vfio-bound");
    Machine machine(folder);
    machine.host.lockable.reset();
    machine.host.uid = 0;
    CHECK_FALSE(machine.tells("vfio bind"));
    CHECK_FALSE(machine.tells("may lock"));
    CHECK_FALSE(machine.tells("/dev/vfio/"));
}

TEST_CASE("away: isolation is promised where nothing makes it void") {
    const TreeFolder folder("amd-discrete");
    const auto isolated = [&] {
        const Machine machine(folder);
        const auto planned = plan(machine.guest, machine.host);
        REQUIRE(planned);
        return policy::enforced(
            *std::ranges::find(planned->limits, "isolation", &policy::Limit::subject)
        );
    };
    CHECK(isolated());
    SECTION("groups that are split by decree") {
        folder.write("/proc/cmdline", "quiet pcie_acs_override=downstream\n");
    }
    SECTION("interrupts that guests make") {
        folder.write("/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts", "Y\n");
    }
    SECTION("VFIO without an IOMMU") {
        folder.write("/sys/module/vfio/parameters/enable_unsafe_noiommu_mode", "Y\n");
    }
    SECTION("an SMMU that lets devices through") {
        folder.write("/sys/module/arm_smmu/parameters/disable_bypass", "N\n");
    }
    CHECK_FALSE(isolated());
}

TEST_CASE("away: what the machine cannot do is why there is no plan, each with its remedy") {
    const TreeFolder folder("amd-discrete");
    const std::string card = "/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0";
    SECTION("no IOMMU") {
        std::filesystem::remove_all(folder.at("/sys/kernel/iommu_groups"));
        std::filesystem::remove(folder.at(card + "/iommu_group"));
        folder.write("/proc/cpuinfo", "vendor_id : GenuineIntel\n");
        const Machine machine(folder);
        CHECK_FALSE(plan(machine.guest, machine.host));
        CHECK(
            machine.tells("pci-0000:01:00.0 cannot be given away: the kernel has no IOMMU groups")
        );
        CHECK(machine.tells("intel_iommu=on"));
        CHECK_FALSE(machine.tells("see iommu"));
    }
    SECTION("others in its group") {
        const std::string other = "/sys/devices/pci0000:00/0000:00:02.0/0000:05:00.0";
        folder.write(other + "/vendor", "0x8086\n");
        folder.write(other + "/device", "0x15b8\n");
        folder.write(other + "/class", "0x020000\n");
        folder.link("/sys/bus/pci/devices/0000:05:00.0", "../../../devices" + other.substr(12));
        folder.link(
            "/sys/kernel/iommu_groups/14/devices/0000:05:00.0", "../../../.." + other.substr(4)
        );
        const Machine machine(folder);
        CHECK_FALSE(plan(machine.guest, machine.host));
        CHECK(machine.tells("0000:05:00.0 8086:15b8, class 020000"));
        CHECK(machine.tells("plug the card into another slot"));
    }
    SECTION("no bus that it could be given on") {
        const TreeFolder board("raspberry-pi-5");
        const Machine machine(board);
        CHECK_FALSE(plan(machine.guest, machine.host));
        CHECK(machine.tells("is no PCI device"));
        CHECK(machine.tells("share it instead"));
    }
}

TEST_CASE("away: a hostile tree gives an error or a set-up with nothing of it in") {
    const TreeFolder folder("amd-discrete");
    const std::string card = "/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0";
    const std::string group = "/sys/kernel/iommu_groups/14/devices/";
    const std::string evil = "x'\n$(reboot)#";
    SECTION("a member of its group that is no address") {
        folder.write("/sys/devices/" + evil + "/class", "0x030000\n");
        folder.link(group + evil, "../../../../devices/" + evil);
        const Machine machine(folder);
        CHECK_FALSE(plan(machine.guest, machine.host));
        CHECK(machine.tells("plug the card into another slot"));
    }
    SECTION("a group that is a circle") {
        std::filesystem::remove_all(folder.at(group));
        folder.link("/sys/kernel/iommu_groups/14/devices", "devices");
        const Machine machine(folder);
        CHECK_FALSE(plan(machine.guest, machine.host));
        CHECK(machine.tells("IOMMU group"));
    }
    SECTION("names of drivers, users and processors, and numbers, of any text") {
        folder.link(card + "/driver", "../../../../bus/pci/drivers/" + evil);
        folder.write(card + "/reset_method", evil + "\n");
        folder.write("/proc/fb", "0 simple" + evil);
        folder.write("/sys/devices/system/cpu/online", evil);
        folder.write("/sys/fs/cgroup/cgroup.controllers", "cpu memory dmem\n");
        folder.write("/sys/fs/cgroup/dmem.capacity", "drm/0000:01:00.0/vram" + evil + " 1\n");
        const Machine machine(folder);
        const auto planned = plan(machine.guest, machine.host);
        REQUIRE(planned);
        for (const auto format : {Format::qemu, Format::libvirt, Format::crosvm, Format::proxmox}) {
            auto here = *planned;
            here.kvm = true;
            const auto emission = emit(format, here);
            REQUIRE(emission);
            for (const auto& document : emission->documents) {
                CAPTURE(document.text);
                // In comments it may be told of, on their lines.
                CHECK_FALSE(document.text.contains("\n$(reboot)"));
            }
        }
    }
}

} // namespace
} // namespace exwm_vr::launch
