// SPDX-License-Identifier: MIT
#include "passthrough/launch/verify.hpp"

#include "base/format.hpp"
#include "base/table.hpp"
#include "passthrough/gpu/cdi.hpp"
#include "passthrough/launch/own_init.hpp"
#include "passthrough/launch/verify_holds.hpp"

#include <algorithm>
#include <utility>

namespace exwm_vr::launch {
namespace {

void verify_place(const Planned& planned, const Inside& inside, std::vector<Verdict>& verdicts) {
    if (planned.machine) {
        add_verdict(
            verdicts,
            inside.in_machine,
            "place",
            inside.in_machine ? "a virtual machine" : "no virtual machine is seen around this",
            "run this inside of the virtual machine"
        );
    } else {
        add_verdict(
            verdicts,
            inside.in_container,
            "place",
            inside.in_container ? "a container" : "no container is seen around this",
            "run this inside of the container"
        );
    }
}

/// Whether a node may have come with NVIDIA's specification.
bool by_nvidia(const Planned& planned, std::string_view path) {
    if (!planned.nvidia_nodes.empty()) {
        return std::ranges::contains(planned.nvidia_nodes, path);
    }
    return planned.nvidia && (path.starts_with("/dev/nvidia") || path.starts_with("/dev/dri/"));
}

void verify_nodes(const Planned& planned, const Inside& inside, std::vector<Verdict>& verdicts) {
    for (const auto& node : planned.nodes) {
        const auto found = std::ranges::find(inside.nodes, node.path, &Inside::Found::path);
        if (found == inside.nodes.end()) {
            add_verdict(
                verdicts,
                false,
                node.path,
                "is not there",
                "look whether the host has it; make the set-up anew if its number has changed"
            );
        } else if (found->major != node.major || found->minor != node.minor) {
            add_verdict(
                verdicts,
                false,
                node.path,
                formatted(
                    "is device {}:{}, and {}:{} was planned",
                    found->major,
                    found->minor,
                    node.major,
                    node.minor
                ),
                "numbers have changed on the host: make the set-up anew"
            );
        } else {
            add_verdict(
                verdicts,
                found->usable,
                node.path,
                found->usable ? "is there and may be used" : "is there and may not be used",
                "its group is not one of this process' here: see 'guest_group' in the plan"
            );
        }
    }
    for (const auto& path : planned.nvidia_nodes) {
        const bool there = std::ranges::contains(inside.nodes, path, &Inside::Found::path);
        add_verdict(
            verdicts,
            there,
            path,
            there ? "is there, by NVIDIA's specification" : "is not there",
            formatted("make the specification anew: {}", gpu::make_nvidia_cdi)
        );
    }
    constexpr std::pair null{1U, 3U}; // under whichever name: nothing is given with it
    for (const auto& found : inside.nodes) {
        if (std::pair(found.major, found.minor) != null && !by_nvidia(planned, found.path) &&
            std::ranges::find(planned.nodes, found.path, &PlannedNode::path) ==
                planned.nodes.end()) {
            add_verdict(
                verdicts,
                false,
                found.path,
                "is there and was not planned",
                "the container is given more than its set-up says"
            );
        }
    }
}

/// What a mode looks like from inside of a virtual machine.
void verify_mode(const Planned& planned, const Inside& inside, std::vector<Verdict>& verdicts) {
    const bool virtio = std::ranges::contains(inside.gpu_drivers, "virtio_gpu") ||
                        std::ranges::contains(inside.gpu_drivers, "virtio-pci") ||
                        std::ranges::contains(inside.gpu_drivers, "virtio_pci");
    const auto others = std::ranges::count_if(inside.gpu_drivers, [](const auto& driver) {
        return !driver.starts_with("virtio") && driver != "bochs-drm" && driver != "simpledrm";
    });
    const auto seen = or_dash(joined(inside.gpu_drivers, ", "));
    switch (planned.mode) {
    case Mode::none:
        add_verdict(
            verdicts,
            inside.gpu_drivers.empty(),
            "GPU",
            "drivers: " + seen,
            "a GPU is there that was not planned"
        );
        break;
    case Mode::vfio:
        add_verdict(
            verdicts,
            others > 0,
            "GPU",
            "drivers: " + seen,
            "the GPU was not given away, or its driver is not loaded here"
        );
        break;
    default:
        add_verdict(
            verdicts,
            virtio && others == 0,
            "GPU",
            "drivers: " + seen,
            "virtio-gpu and nothing else was planned"
        );
        break;
    }
}

} // namespace

std::vector<Verdict> verify(const Planned& planned, const Inside& inside) {
    std::vector<Verdict> verdicts;
    verify_place(planned, inside, verdicts);
    if (planned.machine) {
        verify_mode(planned, inside, verdicts);
        verify_functions(planned, inside, verdicts);
        return verdicts; // nodes, sockets and variables are its own
    }
    verify_nodes(planned, inside, verdicts);
    const bool own_init = !runs_program(planned, inside);
    for (const auto& socket : planned.sockets) {
        const bool there = std::ranges::contains(inside.sockets, socket) ||
                           (own_init && std::ranges::contains(inside.sockets, moved_path(socket)));
        add_verdict(
            verdicts,
            there,
            socket,
            there ? "is there" : "is not there, or may not be used",
            "look whether the host has it, and whose it is"
        );
    }
    for (const auto& variable : planned.environment) {
        const auto value = inside.variable(variable.name);
        const bool same = value == variable.value || (own_init && value == moved_value(variable));
        add_verdict(
            verdicts,
            same,
            variable.name,
            same ? formatted("is {}", value)
                 : formatted("is {}, and {} was planned", or_dash(value), variable.value),
            "set it, or make the set-up anew"
        );
    }
    verify_holds(planned, inside, verdicts);
    return verdicts;
}

} // namespace exwm_vr::launch
