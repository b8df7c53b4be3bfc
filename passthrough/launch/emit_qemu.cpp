// SPDX-License-Identifier: MIT
// QEMU, as a script that hands its own arguments on, so that a kernel or a network can be added.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/machine.hpp"
#include "passthrough/launch/script.hpp"
#include "passthrough/launch/words.hpp"

namespace exwm_vr::launch {
namespace {

/// The device that has the pictures, and its properties.
std::string gpu_device(const Plan& plan) {
    const bool by_host = draws_by_host(plan.mode);
    std::string device;
    if (plan.architecture == "s390x") {
        device = by_host ? "virtio-gpu-gl-ccw" : "virtio-gpu-ccw";
    } else if (plan.architecture == "x86_64") {
        device = by_host ? "virtio-vga-gl" : "virtio-vga";
    } else {
        device = by_host ? "virtio-gpu-gl-pci" : "virtio-gpu-pci";
    }
    device += ",max_outputs=1";
    if (plan.window_bytes != 0) {
        device += formatted(",blob=on,hostmem={}G", plan.window_bytes >> 30U);
    }
    if (const auto* const pictures = quota_of(plan, Quota::Kind::pictures)) {
        device += formatted(",max_hostmem={}", pictures->bytes);
    }
    if (plan.mode == Mode::venus) {
        device += ",venus=on";
    } else if (plan.mode == Mode::native_context) {
        device += ",drm_native_context=on";
    }
    return device;
}

void add_graphics(const Plan& plan, Script& script) {
    switch (plan.mode) {
    case Mode::none:
    case Mode::vfio:
        script.option("-display", "none");
        break;
    default:
        script.option("-device", gpu_device(plan));
        if (draws_by_host(plan.mode)) {
            script.option("-display", "egl-headless,rendernode=" + qemu_value(plan.render_node));
        }
        // A socket that none but the user can open.
        script.option("-vnc", "unix:" + qemu_value(plan.name) + ".vnc");
        if (plan.architecture != "s390x") {
            script.option("-device", "virtio-keyboard-pci");
            script.option("-device", "virtio-tablet-pci");
        }
        break;
    }
    unsigned slot = 0;
    for (const auto& functions : by_slot(plan.pci)) {
        const auto bus = formatted("given{}", slot);
        script.option("-device", formatted("pcie-root-port,id={},chassis={}", bus, slot + 1));
        ++slot;
        for (const auto* function : functions) {
            script.option(
                "-device",
                formatted(
                    "vfio-pci,host={},bus={},addr=0.{}{}",
                    function->address,
                    bus,
                    function->address.back(),
                    functions.size() > 1 && function == functions.front() ? ",multifunction=on" : ""
                )
            );
        }
    }
}

void add_mediated(const Plan& plan, Script& script) {
    if (!plan.mediated.empty()) {
        script.option("-device", "pcie-root-port,id=given0,chassis=1");
        script.option(
            "-device",
            formatted(
                "vfio-pci,sysfsdev=/sys/bus/mdev/devices/{},bus=given0,addr=0.0", plan.mediated
            )
        );
    }
}

std::string machine(const Plan& plan) {
    std::string text = plan.architecture == "x86_64"  ? "q35"
                       : plan.architecture == "s390x" ? "s390-ccw-virtio"
                                                      : "virt";
    text += plan.kvm ? ",accel=kvm" : ",accel=tcg";
    if (plan.window_bytes != 0) {
        text += ",memory-backend=ram";
    }
    return text;
}

} // namespace

Result<Emission> emit_qemu(const Plan& plan) {
    if (auto fits = must_be_machine(plan, "QEMU"); !fits) {
        return std::unexpected(fits.error());
    }
    const auto mebibytes = whole_mebibytes(plan);
    if (!mebibytes) {
        return std::unexpected(mebibytes.error());
    }
    if (plan.architecture == "s390x" && !plan.devices.empty()) {
        return fail("it cannot pass {} on to a machine of s390x", plan.devices[0].node.path);
    }
    Emission emission;
    emission.warnings = machine_warnings(plan);
    if (!plan.kvm) {
        emission.warnings.emplace_back("without KVM the machine is slow");
    }
    if (plan.network == policy::Network::own) {
        emission.warnings.emplace_back(
            "the machine can reach services that listen on the host's 127.0.0.1 only, at "
            "10.0.2.2; to prevent it use passt with --no-map-gw, and '-netdev stream'"
        );
    }
    const auto scope = scope_for(plan, emission);
    if (quota_of(plan, Quota::Kind::pictures) != nullptr) {
        emission.applied.insert(Quota::Kind::pictures);
    }
    Script script(explained(plan, emission.warnings));
    look_up_nodes(script, plan);
    if (!plan.render_node_name.empty()) {
        script.look_up({.path = plan.render_node, .stable_name = plan.render_node_name}, "render");
    }
    script.command("exec " + scope + "qemu-system-" + plan.architecture);
    script.option("-name", qemu_value(plan.name));
    script.option("-nodefaults");
    script.option("-no-user-config");
    script.option("-machine", machine(plan));
    script.option("-cpu", plan.kvm ? "host" : "max");
    script.option("-smp", std::to_string(plan.cpus));
    script.option("-m", formatted("{}M", *mebibytes));
    if (plan.window_bytes != 0) {
        // The host's buffers come into the machine as they are.
        script.option(
            "-object", formatted("memory-backend-memfd,id=ram,size={}M,share=on", *mebibytes)
        );
    }
    if (needs_firmware(plan) && !plan.firmware.empty()) {
        script.option("-bios", plan.firmware);
    }
    // Venus starts a process for each context; nothing else starts any.
    script.option(
        "-sandbox",
        std::string("on,obsolete=deny,elevateprivileges=deny,") +
            (plan.sandboxed_render ? "" : "spawn=deny,") + "resourcecontrol=deny"
    );
    add_graphics(plan, script);
    add_mediated(plan, script);
    const std::string_view bus = plan.architecture == "s390x" ? "ccw" : "pci";
    if (!plan.image.empty()) {
        script.option(
            "-drive",
            formatted(
                "if=none,id=disk,format={},file={}", disk_format(plan.image), qemu_value(plan.image)
            )
        );
        script.option("-device", formatted("virtio-blk-{},drive=disk", bus));
    }
    script.option("-device", formatted("virtio-rng-{}", bus));
    if (plan.network == policy::Network::own) {
        script.option("-nic", formatted("user,model=virtio-net-{}", bus));
    }
    unsigned number = 0;
    for (const auto& device : plan.devices) {
        script.option(
            "-chardev",
            formatted("serial,id=serial{},path={}", number, qemu_value(device.node.path))
        );
        script.option("-device", formatted("pci-serial,chardev=serial{}", number++));
    }
    emission.documents.push_back(
        {.name = plan.name + ".qemu.sh", .text = script.text_with_arguments(), .executable = true}
    );
    return emission;
}

} // namespace exwm_vr::launch
