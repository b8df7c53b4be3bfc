// SPDX-License-Identifier: MIT
// Virtual machines by what their firmware and devices call themselves.
#include "passthrough/environment/questions.hpp"
#include "passthrough/environment/rule.hpp"

#include <string>

namespace exwm_vr::environment {
namespace {

constexpr const char* dmi_folder = "/sys/class/dmi/id/";

Question dmi(const std::string& name) {
    return file(dmi_folder + name);
}

/// Any of the names that the firmware gives begins with @p text.
Condition firmware_says(std::string_view text) {
    return {
        .of =
            {dmi("product_name"),
             dmi("sys_vendor"),
             dmi("board_vendor"),
             dmi("bios_vendor"),
             dmi("product_version")},
        .match = Match::prefix,
        .text = text
    };
}

/// For makers of both: a processor that says that it is real settles it.
Condition not_seen_to_be_real() {
    return {.of = {cpuid("0x1")}, .match = Match::no_clear_bit, .number = hypervisor_bit};
}

Rule firmware(
    std::string_view name, std::string_view id, std::string_view text, std::string_view means
) {
    // These show another's signature for the sake of their guests' drivers.
    const bool imitates = id == "virtualbox" || id == "parallels" || id == "xen";
    return {
        .name = name,
        .axis = Axis::hypervisor,
        .id = id,
        .means = means,
        .when = {firmware_says(text)},
        .accelerator = imitates ? id : std::string_view()
    };
}

Rule acpi(
    std::string_view name, std::string_view id, std::string_view oem, std::string_view means
) {
    // The table is root's; 10 bytes into it is the maker's identifier.
    return {
        .name = name,
        .axis = Axis::hypervisor,
        .id = id,
        .means = means,
        .when = {
            {.of = {slice("/sys/firmware/acpi/tables/FACP", "10+6")},
             .match = Match::equals,
             .text = oem}
        }
    };
}

Rule pci(
    std::string_view name,
    std::string_view id,
    std::string_view device,
    std::string_view means,
    Match match = Match::word
) {
    // Devices can be passed through and copied, so they are less than what the processor says.
    return {
        .name = name,
        .axis = Axis::hypervisor,
        .id = id,
        .weight = Weight::marker,
        .means = means,
        .when = {{.of = {pci_devices()}, .match = match, .text = device}, not_seen_to_be_real()}
    };
}

} // namespace

std::vector<Rule> firmware_rules() {
    Rule amazon = firmware("dmi-amazon", "amazon", "Amazon EC2", "the firmware is that of EC2");
    // EC2 rents out real machines too.
    amazon.when.push_back({.of = {dmi("product_name")}, .match = Match::lacks, .text = ".metal"});
    amazon.when.push_back(
        {.of = {slice("/sys/firmware/dmi/entries/0-0/raw", "19+1")},
         .match = Match::no_clear_bit,
         .number = 4}
    );
    Rule oracle =
        firmware("dmi-oracle", "virtualbox", "Oracle Corporation", "the firmware is VirtualBox's");
    oracle.when.push_back(not_seen_to_be_real());
    Rule alibaba = firmware("dmi-alibaba", "alibaba", "Alibaba Cloud", "the firmware is Alibaba's");
    alibaba.when.push_back(not_seen_to_be_real());
    Rule nutanix = firmware("dmi-nutanix", "nutanix", "Nutanix", "the firmware is Nutanix AHV's");
    nutanix.when.push_back(firmware_says("AHV"));
    Rule microsoft =
        firmware("dmi-microsoft", "hyperv", "Microsoft Corporation", "the firmware is Hyper-V's");
    microsoft.when.push_back(firmware_says("Virtual Machine"));
    Rule red_hat =
        firmware("dmi-red-hat", "kvm", "Red Hat", "the firmware is that of Red Hat's KVM");
    red_hat.when.push_back(not_seen_to_be_real());
    Rule firecracker_pci =
        pci("pci-firecracker", "firecracker", "8086:0d57", "the host bridge is Firecracker's");
    // Cloud Hypervisor has the same bridge, but firmware names with it.
    firecracker_pci.when.push_back({.of = {dmi("sys_vendor")}, .match = Match::absent});

    return {
        firmware("dmi-innotek", "virtualbox", "innotek GmbH", "the firmware is VirtualBox's"),
        firmware("dmi-virtualbox", "virtualbox", "VirtualBox", "the firmware is VirtualBox's"),
        oracle,
        firmware("dmi-xen", "xen", "Xen", "the firmware is Xen's"),
        amazon,
        firmware("dmi-parallels", "parallels", "Parallels", "the firmware is Parallels'"),
        firmware("dmi-google", "google", "Google Compute Engine", "the firmware is Google's"),
        alibaba,
        nutanix,
        acpi("acpi-firecracker", "firecracker", "FIRECK", "the ACPI tables are Firecracker's"),
        firecracker_pci,
        firmware(
            "dmi-cloud-hypervisor",
            "cloud-hypervisor",
            "Cloud Hypervisor",
            "the firmware is Cloud Hypervisor's"
        ),
        firmware(
            "dmi-cloud-hypervisor-lower",
            "cloud-hypervisor",
            "cloud-hypervisor",
            "the firmware is Cloud Hypervisor's"
        ),
        acpi(
            "acpi-cloud-hypervisor",
            "cloud-hypervisor",
            "CLOUDH",
            "the ACPI tables are Cloud Hypervisor's"
        ),
        firmware("dmi-crosvm", "crosvm", "crosvm", "the firmware is crosvm's"),
        acpi("acpi-crosvm", "crosvm", "CROSVM", "the ACPI tables are crosvm's"),
        firmware("dmi-vmware", "vmware", "VMware", "the firmware is VMware's"),
        firmware("dmi-vmw", "vmware", "VMW", "the firmware is VMware's"),
        firmware("dmi-bhyve", "bhyve", "BHYVE", "the firmware is bhyve's"),
        firmware("dmi-hyperv", "hyperv", "Hyper-V", "the firmware is Hyper-V's"),
        microsoft,
        acpi("acpi-hyperv", "hyperv", "VRTUAL", "the ACPI tables are Hyper-V's"),
        firmware(
            "dmi-apple", "apple", "Apple Virtualization", "the firmware is Apple's Virtualization"
        ),
        firmware("dmi-qemu", "qemu", "QEMU", "the firmware is QEMU's"),
        acpi("acpi-virtualbox", "virtualbox", "VBOX", "the ACPI tables are VirtualBox's"),
        acpi("acpi-xen", "xen", "XEN", "the ACPI tables are Xen's"),
        acpi("acpi-google", "google", "Google", "the ACPI tables are Google's"),
        acpi("acpi-qemu", "qemu", "BOCHS", "the ACPI tables are QEMU's"),
        {.name = "acpi-qemu-device",
         .axis = Axis::hypervisor,
         .id = "qemu",
         .means = "QEMU's configuration device is there",
         .when = {{.of = {names_in("/sys/bus/acpi/devices", "QEMU0002")}, .match = Match::set}}},
        firmware("dmi-smartdc", "kvm", "SmartDC HVM", "the firmware is that of SmartOS"),
        firmware("dmi-openstack", "kvm", "OpenStack", "the firmware is OpenStack's"),
        firmware("dmi-kubevirt", "kvm", "KubeVirt", "the firmware is KubeVirt's"),
        firmware("dmi-ovirt", "kvm", "oVirt", "the firmware is oVirt's"),
        red_hat,
        firmware("dmi-kvm", "kvm", "KVM", "the firmware is that of a KVM machine"),
    };
}

std::vector<Rule> device_rules() {
    const auto acpi_device = [](std::string_view name, const char* device, std::string_view means) {
        return Rule{
            .name = name,
            .axis = Axis::hypervisor,
            .id = "vm-other",
            .weight = Weight::marker,
            .means = means,
            .when = {
                {.of = {names_in("/sys/bus/acpi/devices", device)}, .match = Match::set},
                not_seen_to_be_real()
            }
        };
    };
    return {
        {.name = "vmbus",
         .axis = Axis::hypervisor,
         .id = "hyperv",
         .weight = Weight::marker,
         .means = "devices are on Hyper-V's bus",
         .when = {{.of = {there("/sys/bus/vmbus")}, .match = Match::exists}}},
        pci("pci-virtualbox", "virtualbox", "80ee:beef", "the graphics card is VirtualBox's"),
        pci("pci-vmware", "vmware", "15ad:0405", "the graphics card is VMware's"),
        pci("pci-parallels",
            "parallels",
            "1ab8:",
            "there are devices of Parallels",
            Match::word_prefix),
        pci("pci-qemu", "qemu", "1b36:", "there are devices of QEMU", Match::word_prefix),
        pci("pci-qemu-vga", "qemu", "1234:1111", "the graphics card is QEMU's"),
        pci("pci-virtio-gpu", "vm-other", "1af4:1050", "the graphics card is virtual"),
        firmware("dmi-bochs", "bochs", "Bochs", "the firmware is that of Bochs"),
        // Firmware of real machines leaves it clear, and so does some of virtual ones.
        {.name = "smbios-bit",
         .axis = Axis::hypervisor,
         .id = "vm-other",
         .means = "the firmware says that the machine is virtual",
         .when =
             {{.of = {slice("/sys/firmware/dmi/entries/0-0/raw", "19+1")},
               .match = Match::bit,
               .number = 4}}},
        acpi_device("acpi-generation", "VMGENCTR", "a counter of the machine's copies is there"),
        acpi_device("acpi-clock", "AMZNC10C", "a clock for machines that are moved is there"),
    };
}

} // namespace exwm_vr::environment
