// SPDX-License-Identifier: MIT
// crosvm, as a script that hands its own arguments on: the kernel that it starts is one of them.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/machine.hpp"
#include "passthrough/launch/script.hpp"

namespace exwm_vr::launch {
namespace {

constexpr std::string_view display = "displays=[[mode=windowed[1280,720],hidden=true]]";

/// Without a list of context types it offers none.
std::string gpu(const Plan& plan) {
    switch (plan.mode) {
    case Mode::two_d:
        return formatted("backend=2d,max-num-displays=1,{}", display);
    case Mode::virgl:
        return formatted(
            "backend=virglrenderer,context-types=virgl:virgl2,egl=true,surfaceless=true,"
            "max-num-displays=1,{}",
            display
        );
    case Mode::venus:
        return formatted(
            "backend=virglrenderer,context-types=virgl2:venus,vulkan=true,egl=true,surfaceless="
            "true,"
            "max-num-displays=1,{}",
            display
        );
    case Mode::native_context:
        return formatted(
            "backend=virglrenderer,context-types=drm,egl=true,surfaceless=true,max-num-displays=1,{"
            "}",
            display
        );
    default:
        return {};
    }
}

} // namespace

Result<Emission> emit_crosvm(const Plan& plan) {
    if (auto fits = must_be_machine(plan, "crosvm"); !fits) {
        return std::unexpected(fits.error());
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
            "its network takes a tap device that is made before: --net tap-name=NAME is an "
            "argument of this script"
        );
    }
    emission.warnings.emplace_back("the kernel to start is an argument of this script");
    emission.warnings.emplace_back(
        "options of crosvm change between versions, and none was here to try them with"
    );
    if (draws_by_host(plan.mode)) {
        emission.warnings.push_back(
            "crosvm cannot be told by which GPU to draw: it need not be " + plan.render_node
        );
    }
    const auto scope = scope_for(plan, emission);
    Script script(explained(plan, emission.warnings));
    script.command("exec " + scope + "crosvm run");
    script.setting("--name", plan.name);
    script.setting("--cpus", std::to_string(plan.cpus));
    script.setting("--mem", std::to_string(*mebibytes));
    if (!plan.image.empty()) {
        script.setting("--block", "path=" + plan.image);
    }
    if (const auto parameters = gpu(plan); !parameters.empty()) {
        script.setting("--gpu", parameters);
    }
    if (plan.sandboxed_render) {
        script.setting("--gpu-render-server", "path=" + plan.render_server);
    }
    for (const auto& function : plan.pci) {
        script.setting("--vfio", "/sys/bus/pci/devices/" + function.address);
    }
    emission.documents.push_back(
        {.name = plan.name + ".crosvm.sh", .text = script.text_with_arguments(), .executable = true}
    );
    return emission;
}

} // namespace exwm_vr::launch
