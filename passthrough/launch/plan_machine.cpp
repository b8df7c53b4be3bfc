// SPDX-License-Identifier: MIT
// What a virtual machine gets: a device whose powers fit what it is granted, as far as the host
// can play one.
#include "base/format.hpp"
#include "passthrough/launch/gpu_parts.hpp"
#include "passthrough/launch/nodes.hpp"
#include "passthrough/launch/plan.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

using policy::Access;
using policy::Guest;
using policy::Level;
using policy::Operation;

constexpr std::uint64_t usual_memory = 2ULL << 30U;
constexpr unsigned usual_cpus = 2;
constexpr std::uint64_t window = 4ULL << 30U;

struct Choice {
    Mode mode = Mode::none;
    std::string why;
};

/// Those ways that share a GPU, the best apart first: a native context passes on what the kernel
/// checks; venus plays Vulkan in a process of its own; virgl plays OpenGL in QEMU itself.
Choice shared_choice(const Guest& guest, const HostGpu* gpu, const Host& host, Plan& plan) {
    const auto& granted = guest.allowance;
    const bool wants_vulkan = granted.vulkan != policy::Vulkan::none;
    if (!granted.operations.contains(Operation::draw_3d) && !wants_vulkan) {
        return {Mode::two_d, "it is granted no more than 2D"};
    }
    if (!wants_vulkan) {
        const auto lacking = not_possible(Mode::virgl, gpu, host);
        if (guest.level >= Level::medium && lacking.empty()) {
            return {Mode::virgl, "it is granted 3D without Vulkan"};
        }
        return {
            Mode::two_d,
            lacking.empty() ? "virgl, the one way to 3D without Vulkan, plays the guest's commands "
                              "in QEMU itself, which level low is not trusted with"
                            : "its CPU draws, as virgl cannot be had: " + lacking
        };
    }
    const auto native = not_possible(Mode::native_context, gpu, host);
    if (native.empty()) {
        return {Mode::native_context, "Vulkan, with the host's kernel between guest and GPU"};
    }
    plan.warnings.push_back("no native context: " + native);
    if (guest.level < Level::medium) {
        return {
            Mode::two_d, "its CPU draws: other ways to Vulkan are for those trusted more than low"
        };
    }
    const auto venus = not_possible(Mode::venus, gpu, host);
    if (venus.empty()) {
        return {Mode::venus, "Vulkan, played by a process for each context"};
    }
    plan.warnings.push_back("no venus: " + venus);
    const auto virgl = not_possible(Mode::virgl, gpu, host);
    if (virgl.empty()) {
        return {Mode::virgl, "3D; Vulkan cannot be had here"};
    }
    plan.warnings.push_back("no virgl: " + virgl);
    return {Mode::two_d, "its CPU draws: nothing else can be had here"};
}

/// A mode that a person asks for is theirs to have, but never more than the guest is granted to be.
Result<Choice>
asked_choice(const Guest& guest, const std::string& name, const HostGpu* gpu, const Host& host) {
    const auto mode = mode_named(name);
    if (!mode || *mode == Mode::node || *mode == Mode::software) {
        return fail("no machine has a mode {}: none, 2d, virgl, venus, native-context, vfio", name);
    }
    if (*mode == Mode::vfio && !guest.allowance.operations.contains(Operation::passthrough)) {
        return fail("its level does not grant it a GPU of its own");
    }
    if (auto lacking = not_possible(*mode, gpu, host); !lacking.empty()) {
        return fail("mode {}: {}", name, lacking);
    }
    return Choice{*mode, "it was asked for"};
}

Result<Choice> choose_mode(
    const Guest& guest, const Host& host, const Wishes& wishes, const HostGpu* gpu, Plan& plan
) {
    if (!wishes.mode.empty()) {
        return asked_choice(guest, wishes.mode, gpu, host);
    }
    switch (guest.access) {
    case Access::none:
        return Choice{Mode::none, "it is to have no GPU"};
    case Access::software:
        return Choice{Mode::two_d, "its CPU is to draw"};
    case Access::shared:
        return shared_choice(guest, gpu, host, plan);
    case Access::passthrough:
        break;
    }
    if (!guest.allowance.operations.contains(Operation::passthrough)) {
        return fail("its level does not grant it a GPU of its own");
    }
    if (auto lacking = not_possible(Mode::vfio, gpu, host); !lacking.empty()) {
        return fail(
            "{} cannot be given away: {}", gpu == nullptr ? "a GPU" : gpu->device.bus, lacking
        );
    }
    return Choice{Mode::vfio, "it is granted a GPU of its own"};
}

Result<Choice> mediated_choice(const Guest& guest) {
    if (!guest.allowance.operations.contains(Operation::passthrough)) {
        return fail("its level does not grant it a GPU of its own");
    }
    return Choice{Mode::vfio, "it is granted a part of a GPU of its own"};
}

/// What its user must be allowed to, for a GPU or a part of one in the IOMMU group @p group.
void warn_of_user(unsigned group, const Host& host, Plan& plan) {
    constexpr unsigned bits = 20;
    if (host.uid != 0) {
        plan.warnings.push_back(
            formatted("before it starts: {} must be allowed to open /dev/vfio/{}", host.user, group)
        );
    }
    if (host.lockable && *host.lockable <= plan.memory_bytes) {
        plan.warnings.push_back(formatted(
            "before it starts: {} may lock {} MiB of memory, and all of its {} MiB are locked; "
            "raise "
            "memlock (LimitMEMLOCK= of its service, or limits.conf) above that",
            host.user,
            *host.lockable >> bits,
            plan.memory_bytes >> bits
        ));
    }
}

/// What is to be done before a machine starts that is given a GPU.
void warn_before_start(const HostGpu& gpu, const Host& host, Plan& plan) {
    const auto not_given = [](const PciFunction& function) {
        return function.driver != "vfio-pci";
    };
    if (std::ranges::any_of(gpu.group, not_given)) {
        plan.warnings.push_back(formatted(
            "before it starts: exwm-vr-gpu vfio bind {}, which takes it from the host",
            gpu.device.bus
        ));
    }
    for (const auto& lacking : gpu.not_ready) {
        plan.warnings.push_back("before it starts: " + lacking);
    }
    warn_of_user(*gpu.iommu_group, host, plan);
}

/// What holds it, and what of that has to be set.
void add_quotas(const Guest& guest, const Host& host, const HostGpu* gpu, Plan& plan) {
    auto& mechanisms = plan.mechanisms;
    mechanisms = host.mechanisms;
    mechanisms.dmem_region = gpu != nullptr && !gpu->vram_regions.empty();
    mechanisms.render_server = !plan.render_server.empty();
    if (!plan.mediated.empty()) {
        mechanisms.mediated = true;
        mechanisms.partition = true;
    } else if (plan.mode == Mode::vfio && gpu != nullptr) {
        mechanisms.iommu = gpu->iommu_group.has_value() && !gpu->isolation_void;
        mechanisms.partition = gpu->is_part;
        mechanisms.vram_quota = gpu->vram_quota;
        mechanisms.exec_quantum = gpu->exec_quantum;
    }
    if (plan.mode != Mode::two_d) {
        return;
    }
    // Its pictures are in the host's memory, of which it could ask for any amount.
    mechanisms.max_hostmem = true;
    plan.quotas.push_back({.kind = Quota::Kind::pictures, .bytes = guest.allowance.vram_bytes});
    if (guest.allowance.compute_percent < 100 && mechanisms.cpu_max) {
        // What draws is the CPU, so that the share of the GPU's time is one of it.
        plan.quotas.push_back(
            {.kind = Quota::Kind::cpu, .cpu_percent = share_of_processors(guest, host)}
        );
    }
}

} // namespace

Result<void> plan_machine(const Guest& guest, const Host& host, const Wishes& wishes, Plan& plan) {
    if (guest.drives_outputs || guest.seat != policy::SeatSource::none || guest.uinput ||
        !guest.inputs.empty() || !guest.outputs.empty()) {
        return fail(
            "a virtual machine has outputs and input devices of its own: seats, cards and "
            "input nodes are for containers"
        );
    }
    if (guest.network == policy::Network::host) {
        return fail("a virtual machine has a network of its own or none, and not the host's");
    }
    const HostGpu* gpu = nullptr;
    const auto mediated = mediated_to_give(guest, host);
    if (!mediated) {
        return std::unexpected(mediated.error());
    }
    if (*mediated != nullptr) {
        if (guest.access != Access::passthrough || !wishes.mode.empty()) {
            return fail("{} is given whole: access_mode: passthrough", (*mediated)->name);
        }
        plan.mediated = (*mediated)->name;
    } else if (guest.access == Access::passthrough || wishes.mode == to_string(Mode::vfio)) {
        const auto named = gpu_to_give(guest, host);
        if (!named) {
            return std::unexpected(named.error());
        }
        gpu = *named;
    } else if (guest.access == Access::shared) {
        const auto gpus = gpus_for(guest, host);
        if (!gpus) {
            return std::unexpected(gpus.error());
        }
        gpu = gpus->empty() ? nullptr : gpus->front();
        if (gpu != nullptr && gpus->size() > 1) {
            plan.warnings.push_back(
                "a virtual machine's device draws by one GPU: " + gpu->device.bus
            );
        }
    }
    const auto choice = plan.mediated.empty() ? choose_mode(guest, host, wishes, gpu, plan)
                                              : mediated_choice(guest);
    if (!choice) {
        return std::unexpected(choice.error());
    }
    plan.mode = choice->mode;
    plan.mode_why = choice->why;
    if (const auto needed = needed_inside(plan.mode, gpu); !needed.empty()) {
        plan.warnings.push_back(formatted(
            "to draw by mode {}, the machine itself needs {} or later", to_string(plan.mode), needed
        ));
    }
    plan.memory_bytes = guest.memory_bytes.value_or(usual_memory);
    plan.cpus = guest.cpus.value_or(std::min(usual_cpus, host.mechanisms.processors));
    plan.kvm = host.qemu.has_kvm;
    const bool draws =
        plan.mode == Mode::virgl || plan.mode == Mode::venus || plan.mode == Mode::native_context;
    if (draws && gpu != nullptr && gpu->render) {
        plan.render_node = gpu->render->path;
        plan.render_node_name = gpu->render->stable_name;
        plan.window_bytes = plan.mode == Mode::virgl ? 0 : window;
        plan.sandboxed_render = plan.mode == Mode::venus;
        plan.render_server = plan.sandboxed_render ? host.render_server : "";
    }
    plan.firmware = host.firmware;
    if (gpu != nullptr && plan.mode == Mode::vfio) {
        plan.pci = gpu->group;
        warn_before_start(*gpu, host, plan);
    } else if (*mediated != nullptr) {
        warn_of_user(*(*mediated)->iommu_group, host, plan);
    }
    add_quotas(guest, host, gpu, plan);
    for (const auto& name : guest.serials) {
        const auto node = node_named(name, host.serials, Role::serial);
        if (!node) {
            return std::unexpected(node.error());
        }
        plan.devices.push_back(
            {.role = Role::serial, .node = **node, .why = "a serial device it reads"}
        );
    }
    return {};
}

} // namespace exwm_vr::launch
