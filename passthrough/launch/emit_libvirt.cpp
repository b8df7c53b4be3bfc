// SPDX-License-Identifier: MIT
// libvirt: a domain. What its schema has no words for is set of QEMU's device directly.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/machine.hpp"
#include "passthrough/launch/words.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

constexpr std::string_view video_alias = "ua-gpu";

std::string video(const Plan& plan) {
    if (plan.mode == Mode::none || plan.mode == Mode::vfio) {
        return "    <video>\n      <model type='none'/>\n    </video>\n";
    }
    const bool by_host = draws_by_host(plan.mode);
    std::string text;
    if (by_host) {
        text += formatted(
            "    <graphics type='egl-headless'>\n      <gl rendernode='{}'/>\n    </graphics>\n",
            xml_text(plan.render_node)
        );
    }
    text += "    <graphics type='vnc'>\n      <listen type='socket'/>\n    </graphics>\n";
    text += formatted(
        "    <video>\n      <model type='virtio' heads='1' primary='yes'{}>\n"
        "        <acceleration accel3d='{}'/>\n      </model>\n      <alias name='{}'/>\n"
        "    </video>\n",
        plan.window_bytes != 0 ? " blob='on'" : "",
        by_host ? "yes" : "no",
        video_alias
    );
    return text + "    <input type='keyboard' bus='virtio'/>\n    <input type='tablet' "
                  "bus='virtio'/>\n";
}

/// "0000:03:00.1" as attributes.
std::string address(const std::string& text) {
    return formatted(
        "domain='0x{}' bus='0x{}' slot='0x{}' function='0x{}'",
        text.substr(0, 4),
        text.substr(5, 2),
        text.substr(8, 2),
        text.substr(11, 1)
    );
}

std::string override_of_qemu(const Plan& plan) {
    std::string properties;
    const auto add = [&](std::string_view name, std::string_view type, std::string_view value) {
        properties += formatted(
            "        <qemu:property name='{}' type='{}' value='{}'/>\n", name, type, value
        );
    };
    if (plan.window_bytes != 0) {
        add(plan.mode == Mode::venus ? "venus" : "drm_native_context", "bool", "true");
        add("hostmem", "unsigned", std::to_string(plan.window_bytes));
    }
    if (const auto* const pictures = quota_of(plan, Quota::Kind::pictures)) {
        add("max_hostmem", "unsigned", std::to_string(pictures->bytes));
    }
    return properties.empty()
               ? ""
               : formatted(
                     "  <qemu:override>\n    <qemu:device alias='{}'>\n      <qemu:frontend>\n{}"
                     "      </qemu:frontend>\n    </qemu:device>\n  </qemu:override>\n",
                     video_alias,
                     properties
                 );
}

/// Of all that the machine is, its processors and what plays its devices.
std::string cputune(const Quota& cpu) {
    constexpr unsigned period = 100'000; // of microseconds
    return formatted(
        "  <cputune>\n    <global_period>{}</global_period>\n"
        "    <global_quota>{}</global_quota>\n  </cputune>\n",
        period,
        cpu.cpu_percent * (period / 100)
    );
}

/// A comment of XML's may not have "--" in it.
std::string xml_comment(std::string text) {
    for (auto at = text.find("--"); at != std::string::npos; at = text.find("--", at)) {
        text.replace(at, 2, "- -");
    }
    return "<!--\n" + text + "-->\n";
}

} // namespace

Result<Emission> emit_libvirt(const Plan& plan) {
    if (auto fits = must_be_machine(plan, "libvirt"); !fits) {
        return std::unexpected(fits.error());
    }
    for (const auto& function : plan.pci) {
        if (function.address.size() != std::string_view("0000:00:00.0").size()) {
            return fail("{} is no address of PCI", function.address);
        }
    }
    Emission emission;
    emission.warnings = machine_warnings(plan);
    if (draws_by_host(plan.mode)) {
        emission.warnings.push_back(formatted(
            "for libvirt's system instance, {} must be in cgroup_device_acl of qemu.conf",
            plan.render_node
        ));
    }
    if (plan.sandboxed_render) {
        emission.warnings.emplace_back(
            "libvirt forbids QEMU to start processes, which venus needs: seccomp_sandbox = 0 in "
            "qemu.conf allows it, for all machines"
        );
    }
    const auto* const cpu = quota_of(plan, Quota::Kind::cpu);
    if (cpu != nullptr) {
        emission.applied.insert(Quota::Kind::cpu);
        emission.warnings.emplace_back(
            "its processors' share is for libvirt's system instance: a user's own refuses it"
        );
    }
    if (quota_of(plan, Quota::Kind::pictures) != nullptr) {
        emission.applied.insert(Quota::Kind::pictures);
    }
    std::string text = xml_comment(explained(plan, emission.warnings, "  "));
    text += formatted(
        "<domain type='{}' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n",
        plan.kvm ? "kvm" : "qemu"
    );
    text += formatted(
        "  <name>{}</name>\n  <memory unit='bytes'>{}</memory>\n", plan.name, plan.memory_bytes
    );
    if (plan.window_bytes != 0) {
        text += "  <memoryBacking>\n    <source type='memfd'/>\n    <access mode='shared'/>\n"
                "  </memoryBacking>\n";
    }
    text += formatted("  <vcpu>{}</vcpu>\n", plan.cpus);
    text += cpu == nullptr ? "" : cputune(*cpu);
    const bool pc = plan.architecture == "x86_64";
    text += formatted(
        "  <os{}>\n    <type arch='{}' machine='{}'>hvm</type>\n  </os>\n",
        needs_firmware(plan) ? " firmware='efi'" : "",
        xml_text(plan.architecture),
        pc                             ? "q35"
        : plan.architecture == "s390x" ? "s390-ccw-virtio"
                                       : "virt"
    );
    text += "  <features>\n    <acpi/>\n  </features>\n";
    text += plan.kvm ? "  <cpu mode='host-passthrough'/>\n" : "  <cpu mode='maximum'/>\n";
    text += "  <devices>\n";
    if (!plan.image.empty()) {
        text += formatted(
            "    <disk type='file' device='disk'>\n      <driver name='qemu' type='{}'/>\n"
            "      <source file='{}'/>\n      <target dev='vda' bus='virtio'/>\n    </disk>\n",
            disk_format(plan.image),
            xml_text(plan.image)
        );
    }
    if (plan.network == policy::Network::own) {
        text += "    <interface type='network'>\n      <source network='default'/>\n"
                "      <model type='virtio'/>\n    </interface>\n";
    }
    text += video(plan);
    for (const auto& function : plan.pci) {
        // Given back to the host's driver when it ends.
        text += formatted(
            "    <hostdev mode='subsystem' type='pci' managed='yes'>\n      <source>\n"
            "        <address {}/>\n      </source>\n    </hostdev>\n",
            address(function.address)
        );
    }
    if (!plan.mediated.empty()) {
        text += formatted(
            "    <hostdev mode='subsystem' type='mdev' model='vfio-pci'>\n      <source>\n"
            "        <address uuid='{}'/>\n      </source>\n    </hostdev>\n",
            xml_text(plan.mediated)
        );
    }
    for (const auto& device : plan.devices) {
        const auto& node = device.node;
        text += formatted(
            "    <serial type='dev'>\n      <source path='{}'/>\n    </serial>\n",
            xml_text(node.stable_name.empty() ? node.path : node.stable_name)
        );
    }
    text += "    <rng model='virtio'>\n      <backend model='random'>/dev/urandom</backend>\n"
            "    </rng>\n    <memballoon model='none'/>\n  </devices>\n";
    text += override_of_qemu(plan) + "</domain>\n";
    emission.documents.push_back({.name = plan.name + ".xml", .text = std::move(text)});
    return emission;
}

} // namespace exwm_vr::launch
