// SPDX-License-Identifier: MIT
// Cloud Hypervisor, which has no graphics but a GPU that is given away.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/machine.hpp"
#include "passthrough/launch/script.hpp"

namespace exwm_vr::launch {

Result<Emission> emit_cloud_hypervisor(const Plan& plan) {
    if (auto fits = must_be_machine(plan, "Cloud Hypervisor"); !fits) {
        return std::unexpected(fits.error());
    }
    if (plan.mode != Mode::vfio && plan.mode != Mode::none) {
        return fail("it has no device for mode {}: vfio and none", to_string(plan.mode));
    }
    if (!plan.kvm) {
        return fail("it needs KVM, which is not to be had here");
    }
    if (!plan.mediated.empty()) {
        return fail("it was not tried with mediated devices: {}", plan.mediated);
    }
    if (!plan.devices.empty()) {
        return fail("it cannot pass on the serial device {}", plan.devices.front().node.path);
    }
    if (plan.image.contains(',')) {
        return fail("a disk's name cannot have a ',': {}", plan.image);
    }
    const auto mebibytes = whole_mebibytes(plan);
    if (!mebibytes) {
        return std::unexpected(mebibytes.error());
    }
    Emission emission;
    emission.warnings = machine_warnings(plan);
    if (plan.network == policy::Network::own) {
        emission.warnings.emplace_back(
            "its network takes a tap device that is made before: --net tap=NAME is an argument of "
            "this script"
        );
    }
    emission.warnings.emplace_back("firmware or kernel to start are arguments of this script");
    Script script(explained(plan, emission.warnings));
    script.command("exec cloud-hypervisor");
    script.option("--seccomp", "true");
    script.option("--cpus", formatted("boot={}", plan.cpus));
    script.option("--memory", formatted("size={}M", *mebibytes));
    if (!plan.image.empty()) {
        script.option("--disk", "path=" + plan.image);
    }
    // All of them behind one --device: a second one would take the first one's place.
    bool first = true;
    for (const auto& function : plan.pci) {
        const auto value = "path=/sys/bus/pci/devices/" + function.address + "/";
        if (first) {
            script.option("--device", value);
        } else {
            script.word(value);
        }
        first = false;
    }
    script.option("--serial", "tty");
    script.option("--console", "off");
    emission.documents.push_back(
        {.name = plan.name + ".cloud-hypervisor.sh",
         .text = script.text_with_arguments(),
         .executable = true}
    );
    return emission;
}

} // namespace exwm_vr::launch
