// SPDX-License-Identifier: MIT
// What a plan promises, and what each promise is worth: a plan and what a set-up applies of it, as
// policy's judge wants them.
#include "passthrough/policy/limits.hpp"

#include "base/format.hpp"
#include "base/table.hpp"
#include "passthrough/launch/plan.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

using policy::Shape;

Shape shape_of(const Plan& plan) {
    switch (plan.mode) {
    case Mode::none:
        return Shape::nothing;
    case Mode::software:
        return Shape::processors;
    case Mode::node:
        return Shape::render_node;
    case Mode::two_d:
        return Shape::virtual_2d;
    case Mode::virgl:
        return Shape::virgl;
    case Mode::venus:
        return Shape::venus;
    case Mode::native_context:
        return Shape::native_context;
    case Mode::vfio:
        return plan.mechanisms.partition ? Shape::own_part : Shape::own_gpu;
    }
    return Shape::nothing;
}

/// NVIDIA's specification puts cards into containers with their render nodes, and a node that sets
/// modes.
bool has_nvidia_card(const Plan& plan) {
    return !plan.nvidia.empty() && (plan.nvidia_nodes.empty() ||
                                    std::ranges::any_of(plan.nvidia_nodes, [](const auto& path) {
                                        return path.starts_with("/dev/dri/card") ||
                                               path == "/dev/nvidia-modeset";
                                    }));
}

policy::Guest guest_of(const Plan& plan) {
    policy::Guest guest;
    guest.name = plan.name;
    guest.kind = plan.kind;
    guest.level = plan.level;
    guest.allowance = plan.allowance;
    guest.drives_outputs = plan.drives_outputs || has_nvidia_card(plan);
    guest.priority = plan.priority;
    guest.limits_requests = plan.limits_requests;
    if (plan.seat_socket) {
        guest.seat = policy::SeatSource::socket;
    }
    if (plan.memory_bytes != 0) {
        guest.memory_bytes = plan.memory_bytes;
    }
    if (plan.cpus != 0) {
        guest.cpus = plan.cpus;
    }
    return guest;
}

/// Of what the machine has, what a set-up uses that applies @p applied.
policy::Mechanisms used(policy::Mechanisms machine, const std::set<Quota::Kind>& applied) {
    const auto keep = [&](bool& mechanism, Quota::Kind kind) {
        mechanism = mechanism && applied.contains(kind);
    };
    keep(machine.cpu_max, Quota::Kind::cpu);
    keep(machine.memory_max, Quota::Kind::memory);
    keep(machine.dmem_region, Quota::Kind::vram);
    keep(machine.max_hostmem, Quota::Kind::pictures);
    // What firmware gives a part of a GPU is the host's root's to set, and in no set-up.
    machine.vram_quota = false;
    machine.exec_quantum = false;
    return machine;
}

/// Which of a container's nodes there are says more than what kind they are.
std::string nodes_of(const Plan& plan) {
    std::vector<std::string> names;
    names.reserve(plan.devices.size());
    for (const auto& device : plan.devices) {
        names.push_back(device.node.path);
    }
    names.append_range(plan.nvidia_nodes.empty() ? plan.nvidia : plan.nvidia_nodes);
    if (names.empty()) {
        return plan.seat_socket ? "what seatd opens for its seat" : "";
    }
    return joined(names) + (plan.seat_socket ? ", and what seatd opens for its seat" : " only");
}

} // namespace

std::vector<policy::Limit> limits_of(
    const Plan& plan,
    const std::set<Quota::Kind>& applied,
    std::string_view by,
    std::string_view no_vram
) {
    const auto guest = guest_of(plan);
    const auto shape = shape_of(plan);
    const auto possible = policy::limits(guest, shape, plan.mechanisms);
    auto limits = policy::limits(guest, shape, used(plan.mechanisms, applied));
    for (std::size_t i = 0; i < limits.size(); ++i) {
        auto& limit = limits[i];
        if (policy::enforced(possible.at(i)) && !policy::enforced(limit)) {
            limit.reason = possible[i].mechanism == policy::mechanism::dmem_max && !no_vram.empty()
                               ? std::string(no_vram)
                               : formatted(
                                     "{} has no setting for {}",
                                     by.empty() ? "no format" : by,
                                     possible[i].mechanism
                                 );
        }
        if (limit.subject == "nodes" && plan.kind != policy::Guest::Kind::virtual_machine) {
            if (auto names = nodes_of(plan); !names.empty()) {
                limit.requested = std::move(names);
            }
        }
    }
    return limits;
}

} // namespace exwm_vr::launch
