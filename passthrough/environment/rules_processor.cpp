// SPDX-License-Identifier: MIT
// Virtual machines by what the processor, the device tree and the kernel tell of them.
#include "passthrough/environment/questions.hpp"
#include "passthrough/environment/rule.hpp"

namespace exwm_vr::environment {
namespace {

Rule signed_by(
    std::string_view name,
    std::string_view id,
    std::string_view signature,
    std::string_view accelerator = {}
) {
    return {
        .name = name,
        .axis = Axis::hypervisor,
        .id = id,
        .means = "the processor names its hypervisor",
        .when = {{.of = {signatures()}, .match = Match::signature, .text = signature}},
        .accelerator = accelerator.empty() ? id : accelerator
    };
}

Rule told(
    std::string_view name,
    std::string_view id,
    std::string_view means,
    std::vector<Condition> when,
    std::string_view accelerator = {}
) {
    return {
        .name = name,
        .axis = Axis::hypervisor,
        .id = id,
        .means = means,
        .when = std::move(when),
        .accelerator = accelerator
    };
}

Condition hyperv_signature() {
    return {.of = {signatures()}, .match = Match::signature, .text = "Microsoft Hv"};
}

constexpr const char* sysinfo = "/proc/sysinfo"; // of IBM Z
constexpr const char* vm_below = "VM00 Control Program:";

} // namespace

std::vector<Rule> processor_rules() {
    const auto tree = [](const char* path) { return std::string("/proc/device-tree/") + path; };
    const auto hypervisor_node = file(tree("hypervisor/compatible"));
    return {
        // QEMU and Xen show Hyper-V's signature first to guests that want it: theirs is the truth.
        signed_by("cpuid-kvm", "kvm", "KVMKVMKVM"),
        signed_by("cpuid-kvm-hyperv", "kvm", "Linux KVM Hv", "kvm"),
        signed_by("cpuid-kvmtool", "kvmtool", "LKVMLKVMLKVM", "kvm"),
        signed_by("cpuid-tcg", "qemu", "TCGTCGTCGTCG", "tcg"),
        signed_by("cpuid-xen", "xen", "XenVMMXenVMM"),
        signed_by("cpuid-vmware", "vmware", "VMwareVMware"),
        signed_by("cpuid-virtualbox", "virtualbox", "VBoxVBoxVBox"),
        signed_by("cpuid-bhyve", "bhyve", "bhyve bhyve "),
        signed_by("cpuid-qnx", "qnx", "QNXQVMBSQG"),
        signed_by("cpuid-acrn", "acrn", "ACRNACRNACRN"),
        signed_by("cpuid-sre", "sre", "SRESRESRESRE"),
        signed_by("cpuid-apple", "apple", "Apple VZ"),
        signed_by("cpuid-openbsd", "openbsd-vmm", "OpenBSDVMM58"),
        signed_by("cpuid-parallels", "parallels", "prl hyperv"),
        signed_by("cpuid-parallels-swapped", "parallels", " lrpepyh  vr"),
        signed_by("cpuid-haxm", "haxm", "HAXMHAXMHAXM"),
        signed_by("cpuid-nvmm", "nvmm", "NVMMNVMMNVMM"),
        signed_by("cpuid-unisys", "unisys", "UnisysSpar64"),
        signed_by("cpuid-hyperv", "hyperv", "Microsoft Hv"),
        told(
            "user-mode-linux",
            "uml",
            "the kernel is a program of another one",
            {{.of = {field("/proc/cpuinfo", "vendor_id")},
              .match = Match::equals,
              .text = "User Mode Linux"}}
        ),
        told(
            "xen-folder",
            "xen",
            "the kernel talks to Xen",
            {{.of = {there("/proc/xen")}, .match = Match::exists}},
            "xen"
        ),
        told(
            "xen-sysfs",
            "xen",
            "the kernel talks to Xen",
            {{.of = {file("/sys/hypervisor/type")}, .match = Match::equals, .text = "xen"}},
            "xen"
        ),
        told(
            "tree-kvm",
            "kvm",
            "the device tree names the hypervisor",
            {{.of = {hypervisor_node}, .match = Match::word, .text = "linux,kvm"}},
            "kvm"
        ),
        told(
            "tree-xen",
            "xen",
            "the device tree names the hypervisor",
            {{.of = {hypervisor_node}, .match = Match::word_prefix, .text = "xen"}},
            "xen"
        ),
        told(
            "tree-vmware",
            "vmware",
            "the device tree names the hypervisor",
            {{.of = {hypervisor_node}, .match = Match::word_prefix, .text = "vmware"}},
            "vmware"
        ),
        told(
            "tree-powervm",
            "powervm",
            "the device tree is that of a partition",
            {{.of = {there(tree("ibm,partition-name"))}, .match = Match::exists},
             {.of = {there(tree("hmc-managed?"))}, .match = Match::exists},
             {.of = {there(tree("chosen/qemu,graphic-width"))}, .match = Match::absent}},
            "powervm"
        ),
        told(
            "tree-qemu",
            "qemu",
            "QEMU's configuration device is there",
            {{.of = {names_in("/proc/device-tree", "fw-cfg")}, .match = Match::set}}
        ),
        told(
            "tree-pseries",
            "qemu",
            "the machine is QEMU's",
            {{.of = {file(tree("compatible"))}, .match = Match::word, .text = "qemu,pseries"}}
        ),
        told(
            "sysinfo-zvm",
            "zvm",
            "the machine says what is below it",
            {{.of = {field(sysinfo, vm_below)}, .match = Match::prefix, .text = "z/VM"}},
            "zvm"
        ),
        told(
            "sysinfo-kvm",
            "kvm",
            "the machine says what is below it",
            {{.of = {field(sysinfo, vm_below)}, .match = Match::prefix, .text = "KVM/Linux"}},
            "kvm"
        ),
        told(
            "sysinfo-lpar",
            "lpar",
            "it is a partition of a machine, with nothing else below",
            {{.of = {field(sysinfo, "LPAR Name:")}, .match = Match::set},
             {.of = {field(sysinfo, vm_below)}, .match = Match::absent}},
            "lpar"
        ),
        told(
            "tree-virtual",
            "vm-other",
            "the device tree is that of no real machine",
            {{.of = {file(tree("compatible"))}, .match = Match::word, .text = "linux,dummy-virt"}}
        ),
        // The last of all: it says that there is one, and not which.
        told(
            "cpuid-bit",
            "vm-other",
            "the processor says that it is virtual",
            {{.of = {cpuid("0x1")}, .match = Match::bit, .number = hypervisor_bit}}
        ),
        // What holds guests rather than being one, and guests below guests.
        {.name = "xen-features",
         .axis = Axis::host,
         .id = "xen",
         .means = "Xen's features say that this is dom0",
         .when =
             {{.of = {file("/sys/hypervisor/properties/features")},
               .match = Match::hex_bit,
               .number = 11}}},
        {.name = "xen-control",
         .axis = Axis::host,
         .id = "xen",
         .means = "Xen is controlled from here",
         .when =
             {{.of = {file("/proc/xen/capabilities")}, .match = Match::word, .text = "control_d"}}},
        {.name = "hyperv-root",
         .axis = Axis::host,
         .id = "hyperv",
         .means = "Hyper-V lets this partition make others",
         .when =
             {hyperv_signature(),
              {.of = {cpuid("0x40000003")}, .match = Match::bit, .number = 1 * 32 + 0}}},
        {.name = "hyperv-nested",
         .axis = Axis::nested,
         .id = "hyperv",
         .means = "Hyper-V says that it is in a guest itself",
         .when =
             {hyperv_signature(),
              {.of = {cpuid("0x40000004")}, .match = Match::bit, .number = 12}}},
        {.name = "sysinfo-nested",
         .axis = Axis::nested,
         .id = "zvm",
         .means = "there is another machine below the one below",
         .when = {{.of = {field(sysinfo, "VM01 Control Program:")}, .match = Match::set}}},
    };
}

} // namespace exwm_vr::environment
