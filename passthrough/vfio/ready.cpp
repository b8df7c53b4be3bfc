// SPDX-License-Identifier: MIT
#include "passthrough/vfio/ready.hpp"

#include "base/format.hpp"
#include "base/table.hpp"
#include "passthrough/gpu/kernel_text.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace exwm_vr::vfio {
namespace {

constexpr const char* groups = "/sys/kernel/iommu_groups";

/// "0000:01:00" of "0000:01:00.1".
std::string_view slot(std::string_view address) {
    return address.substr(0, address.rfind('.'));
}

bool is_pci(const Gpu& gpu) {
    return gpu.details.pci && gpu::is_pci_address(gpu.details.pci->address);
}

bool is_set(const Tree& tree, const std::string& parameter) {
    const auto text = tree.text(parameter).text;
    return text == "Y" || text == "1";
}

Finding ok(std::string id, std::string evidence) {
    return {.id = std::move(id), .severity = Severity::ok, .evidence = {std::move(evidence)}};
}

Finding check_bus(const Gpu& gpu) {
    if (is_pci(gpu)) {
        return ok("bus", "it is a PCI device");
    }
    return {
        .id = "bus",
        .severity = Severity::error,
        .evidence = {gpu.device.bus + " is no PCI device: vfio-pci cannot take it"},
        .remedy = "share it instead, by virtio-gpu with native context or venus",
    };
}

Finding check_iommu(const Tree& tree) {
    const auto units = tree.names("/sys/class/iommu");
    if (!tree.names(groups).empty()) {
        return ok("iommu", units.empty() ? "there are groups" : joined(units));
    }
    const auto vendor = tree.text("/proc/cpuinfo").text;
    return {
        .id = "iommu",
        .severity = Severity::error,
        .evidence = {"the kernel has no IOMMU groups: a guest could write all of the memory"},
        .remedy = vendor.contains("GenuineIntel")
                      ? "enable VT-d in the firmware, and start the kernel with intel_iommu=on"
                  : vendor.contains("AuthenticAMD")
                      ? "enable the IOMMU (AMD-Vi) in the firmware; the kernel then uses it"
                      : "enable the IOMMU (SMMU) in the firmware, and in the kernel",
    };
}

Finding check_group(const Tree& tree, const Gpu& gpu) {
    const auto& group = gpu.details.iommu_group;
    if (!group) {
        return {
            .id = "group",
            .severity = Severity::error,
            .evidence = {"it is in no IOMMU group"},
            .remedy = "see iommu",
        };
    }
    auto finding = ok("group", formatted("group {}", group->value.number));
    if (!group->value.type.empty()) {
        finding.evidence.push_back("its type is " + group->value.type);
    }
    const auto reserved =
        tree.text(formatted("{}/{}/reserved_regions", groups, group->value.number));
    if (reserved.text.contains("direct")) {
        finding.severity = Severity::warning;
        finding.evidence.emplace_back("the firmware keeps memory that the device must reach");
        finding.remedy = "guests with such devices often fail; look for a firmware setting";
    }
    return finding;
}

Finding check_siblings(const Gpu& gpu) {
    const auto others = strangers(gpu);
    if (others.empty()) {
        return ok("siblings", "nothing else has to go with it");
    }
    Finding finding{.id = "siblings", .severity = Severity::error};
    for (const auto& member : others) {
        finding.evidence.push_back(describe(member));
    }
    finding.remedy = "plug the card into another slot, or name each of these with --with if the "
                     "machine can do without it";
    return finding;
}

Finding check_viable(const Gpu& gpu) {
    Finding finding{.id = "viable", .severity = Severity::ok};
    if (!gpu.details.iommu_group) {
        return {
            .id = "viable", .severity = Severity::unknown, .evidence = {"it is in no IOMMU group"}
        };
    }
    for (const auto& member : gpu.details.iommu_group->value.members) {
        const bool free =
            member.driver.empty() || member.driver == "vfio-pci" || member.driver == "pci-stub";
        if (!member.is_bridge() && !free) {
            finding.severity = Severity::info;
            finding.evidence.push_back(formatted("{} has {}", member.driver, member.address));
            finding.remedy = "exwm-vr-gpu vfio bind " + gpu.device.bus;
        }
    }
    if (finding.evidence.empty()) {
        finding.evidence.emplace_back("all of the group is free or has vfio-pci");
    }
    return finding;
}

Finding check_isolation(const Tree& tree) {
    Finding finding{.id = "isolation", .severity = Severity::ok};
    const auto words = gpu::words_in(tree.text("/proc/cmdline").text);
    const bool overridden = std::ranges::any_of(words, [](const auto& word) {
        return word.starts_with("pcie_acs_override");
    });
    if (overridden) {
        finding.evidence.emplace_back(
            "pcie_acs_override splits groups by decree: their devices may reach each other"
        );
    }
    if (is_set(tree, "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts")) {
        finding.evidence.emplace_back("allow_unsafe_interrupts: a guest may inject interrupts");
    }
    if (is_set(tree, "/sys/module/vfio/parameters/enable_unsafe_noiommu_mode")) {
        finding.evidence.emplace_back("enable_unsafe_noiommu_mode: VFIO works without an IOMMU");
    }
    if (finding.evidence.empty()) {
        finding.evidence.emplace_back("nothing that weakens it is set");
    } else {
        finding.severity = Severity::warning;
        finding.remedy = "unset these, or give the GPU to guests only that are trusted fully";
    }
    return finding;
}

Finding check_reset(const Gpu& gpu) {
    const auto& methods = gpu.details.reset_methods;
    if (!methods || methods->value.empty()) {
        return {
            .id = "reset",
            .severity = Severity::warning,
            .evidence = {"the kernel cannot reset it"},
            .remedy = "after a guest has used it, it may need a restart of the machine",
        };
    }
    auto finding = ok("reset", joined(methods->value));
    const bool is_amd = gpu.details.pci && gpu.details.pci->vendor == 0x1002;
    if (is_amd && methods->value == std::vector<std::string>{"bus"}) {
        finding.severity = Severity::warning;
        finding.evidence.emplace_back("AMD cards that only the bus resets often do not come back");
        finding.remedy = "the kernel module vendor-reset helps some of them";
    }
    return finding;
}

Finding check_use(const Tree& tree, const Gpu& gpu) {
    const auto users = users_of(tree, gpu.details.nodes);
    const auto shown = shown_there(tree, gpu);
    Finding finding{.id = "in-use", .evidence = users.processes};
    finding.evidence.append_range(shown);
    if (!users.processes.empty()) {
        finding.severity = Severity::error;
        finding.remedy = "end what uses it, or let go of it by exwm-vrctl gpu release";
        return finding;
    }
    if (users.unseen > 0) {
        finding.severity = Severity::unknown;
        finding.evidence.push_back(formatted("{} processes may not be looked at", users.unseen));
        finding.remedy = "ask as root";
        return finding;
    }
    if (!shown.empty()) {
        finding.severity = Severity::warning;
        finding.evidence.emplace_back("nobody has it open: what is shown is the kernel's");
        finding.remedy = is_boot_display(gpu)
                             ? "if the machine can do without: exwm-vr-gpu vfio bind --boot-display"
                             : "look at another GPU's screens: these go dark with it";
        return finding;
    }
    return ok("in-use", "nobody has it open");
}

Finding check_framebuffer(const Tree& tree, const Gpu& gpu) {
    const auto buffers = tree.text("/proc/fb").text;
    const bool of_firmware =
        buffers.contains("EFI VGA") || buffers.contains("VESA VGA") || buffers.contains("simple");
    if (!of_firmware || !gpu.details.pci || !gpu.details.pci->boot_vga) {
        return ok("firmware-framebuffer", "the firmware's frame buffer does not hold it");
    }
    return {
        .id = "firmware-framebuffer",
        .severity = Severity::warning,
        .evidence = {"the firmware's frame buffer may hold its memory: " + buffers},
        .remedy = "let the firmware start with another GPU, or add "
                  "initcall_blacklist=sysfb_init to the kernel's command line",
    };
}

Finding check_driver(const Tree& tree) {
    if (!tree.exists("/sys/bus/pci/drivers/vfio-pci")) {
        return {
            .id = "vfio-driver",
            .severity = Severity::error,
            .evidence = {"the driver vfio-pci is not there"},
            .remedy = "modprobe vfio-pci",
        };
    }
    auto finding = ok("vfio-driver", "vfio-pci is there");
    finding.evidence.emplace_back(
        tree.exists("/dev/iommu") ? "guests reach it by /dev/iommu"
                                  : "guests reach it by /dev/vfio and the group's number"
    );
    return finding;
}

Finding check_memory(std::optional<std::uint64_t> lockable) {
    constexpr std::uint64_t mib = 1024UL * 1024;
    if (!lockable) {
        return ok("locked-memory", "this user may lock as much as there is");
    }
    return {
        .id = "locked-memory",
        .severity = Severity::info,
        .evidence = {formatted("this user may lock {} MiB: all of a guest's is", *lockable / mib)},
        .remedy = "for guests of this user raise memlock (LimitMEMLOCK= of its service, or "
                  "limits.conf) above their memory",
    };
}

Finding check_regions(const Tree& tree, const Gpu& gpu) {
    constexpr std::uint64_t large = 4ULL << 30U;
    const auto bytes = gpu::largest_region_in(tree.text(gpu.details.sysfs + "/resource").text);
    if (bytes == 0) {
        return {
            .id = "large-bar",
            .severity = Severity::unknown,
            .evidence = {"its regions cannot be read"},
        };
    }
    auto finding = ok("large-bar", formatted("its largest region has {} MiB", bytes >> 20U));
    if (bytes > large) {
        finding.severity = Severity::info;
        finding.remedy = "give the guest's firmware a window above 4 GiB that it fits in, as with "
                         "OVMF's opt/ovmf/X-PciMmio64Mb";
    }
    return finding;
}

Finding check_bypass(const Tree& tree) {
    const auto bypass = tree.text("/sys/module/arm_smmu/parameters/disable_bypass");
    if (bypass.known() && (bypass.text == "N" || bypass.text == "0")) {
        return {
            .id = "iommu-bypass",
            .severity = Severity::warning,
            .evidence = {"arm-smmu lets devices without a group through"},
            .remedy = "start the kernel with arm-smmu.disable_bypass=1",
        };
    }
    return ok("iommu-bypass", "no device is let through");
}

} // namespace

std::vector<gpu::GroupMember> strangers(const Gpu& gpu, std::span<const std::string> also) {
    std::vector<gpu::GroupMember> found;
    if (!gpu.details.iommu_group || !gpu.details.pci) {
        return found;
    }
    for (const auto& member : gpu.details.iommu_group->value.members) {
        if (!member.is_bridge() && slot(member.address) != slot(gpu.details.pci->address) &&
            !std::ranges::contains(also, member.address)) {
            found.push_back(member);
        }
    }
    return found;
}

std::string describe(const gpu::GroupMember& member) {
    return formatted(
        "{} {:04x}:{:04x}, class {:06x}, {}",
        member.address,
        member.vendor,
        member.device,
        member.device_class,
        member.driver.empty() ? "without a driver" : "driver " + member.driver
    );
}

bool is_boot_display(const Gpu& gpu) {
    return gpu.device.boot_display && gpu.device.driver != "vfio-pci";
}

std::vector<std::string> shown_there(const Tree& tree, const Gpu& gpu) {
    std::vector<std::string> reasons;
    for (const auto& node : gpu.details.nodes) {
        const auto card = node.path.substr(node.path.rfind('/') + 1);
        for (const auto& connector : gpu.device.connectors) {
            const auto folder = formatted("/sys/class/drm/{}-{}", card, connector.name);
            if (card.starts_with("card") && tree.text(folder + "/enabled").text == "enabled") {
                reasons.push_back(connector.name + " is on");
            }
        }
    }
    if (is_boot_display(gpu)) {
        reasons.emplace_back("it is the boot display");
    }
    return reasons;
}

std::vector<Finding>
readiness(const Tree& tree, const Gpu& gpu, std::optional<std::uint64_t> lockable) {
    auto bus = check_bus(gpu);
    if (bus.severity == Severity::error) {
        return {std::move(bus)};
    }
    return {
        std::move(bus),
        check_iommu(tree),
        check_group(tree, gpu),
        check_siblings(gpu),
        check_viable(gpu),
        check_isolation(tree),
        check_bypass(tree),
        check_reset(gpu),
        check_use(tree, gpu),
        check_framebuffer(tree, gpu),
        check_driver(tree),
        check_memory(lockable),
        check_regions(tree, gpu),
    };
}

std::optional<std::uint64_t> lockable_bytes() {
    rlimit limit{};
    return getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY
               ? std::optional<std::uint64_t>(limit.rlim_cur)
               : std::nullopt;
}

} // namespace exwm_vr::vfio
