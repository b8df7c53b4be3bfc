// SPDX-License-Identifier: MIT
#include "passthrough/launch/plan.hpp"

#include "base/format.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "passthrough/gpu/choose.hpp"
#include "passthrough/policy/guests_file.hpp"

#include <algorithm>
#include <utility>

namespace exwm_vr::launch {
namespace {

using policy::Guest;

/// A line break could end a line of a file that is generated, and begin another.
bool is_plain(std::string_view text) {
    return valid_utf8(text) && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
           });
}

Result<void> check(const Guest& guest, const Wishes& wishes) {
    // Names of units, containers, machines and files are made of it.
    if (!policy::is_guest_name(guest.name)) {
        return fail(
            "{} is no name for a guest: letters, digits, '-', '_' and '.', up to 64",
            in_quotes(guest.name)
        );
    }
    if (!is_plain(guest.image)) {
        return fail(
            "guest {}: its image has control characters: {}", guest.name, in_quotes(guest.image)
        );
    }
    // Programs would take it for an option, and the command's first word for the image.
    if (guest.image.starts_with('-')) {
        return fail("guest {}: no image's name begins with '-': {}", guest.name, guest.image);
    }
    for (const auto& word : guest.command) {
        if (!is_plain(word)) {
            return fail(
                "guest {}: its command has control characters: {}", guest.name, in_quotes(word)
            );
        }
    }
    for (const auto& [option, path] :
         {std::pair("--root", &wishes.guest_root),
          std::pair("--wayland-socket", &wishes.wayland_socket)}) {
        if (!is_plain(*path)) {
            return fail("{} has control characters: {}", option, in_quotes(*path));
        }
        if (!path->empty() && !path->starts_with('/')) {
            return fail("{} is no path from / on: {}", option, *path);
        }
    }
    return {};
}

const HostGpu* gpu_of(const Host& host, const gpu::Device* device) {
    const auto found = std::ranges::find(host.gpus, *device, &HostGpu::device);
    return found == host.gpus.end() ? nullptr : &*found;
}

/// NVIDIA's driver has nodes of its own, and draws without those of DRM. @p name as in the guest's
/// description; empty: any.
const HostGpu* nvidia_gpu(const Host& host, const std::string& name) {
    const auto found = std::ranges::find_if(host.gpus, [&](const HostGpu& gpu) {
        const auto& device = gpu.device;
        return !gpu.nvidia_cdi.empty() && (name.empty() || device.bus == name ||
                                           device.bus == "pci-" + name || device.driver == name);
    });
    return found == host.gpus.end() ? nullptr : &*found;
}

std::string_view operation_name(policy::Operation operation) {
    constexpr std::array<std::string_view, 6> operations{
        "2D", "3D", "decoding video", "encoding video", "compute", "a GPU of its own"
    };
    return operations.at(static_cast<std::size_t>(operation));
}

/// What is granted and not to be had is worth a word: nobody should wait for it.
void warn_of_missing(Plan& plan) {
    const auto given = provided(plan.mode);
    std::string missing;
    for (const auto operation :
         {policy::Operation::draw_3d,
          policy::Operation::decode,
          policy::Operation::encode,
          policy::Operation::compute}) {
        if (plan.allowance.operations.contains(operation) &&
            !given.operations.contains(operation)) {
            missing += formatted("{}{}", missing.empty() ? "" : ", ", operation_name(operation));
        }
    }
    if (plan.allowance.vulkan > given.vulkan) {
        missing += missing.empty() ? "Vulkan" : ", Vulkan";
    }
    if (!missing.empty()) {
        plan.warnings.push_back(formatted(
            "granted, but no GPU does it for a guest in mode {}: {}", to_string(plan.mode), missing
        ));
    }
}

/// Numbers of nodes are given out in the order in which devices are found.
void warn_of_numbers(Plan& plan) {
    for (const auto& device : plan.devices) {
        if (device.node.stable_name.empty() && device.role != Role::uinput) {
            plan.warnings.push_back(formatted(
                "{} may be another device after a restart, and no lasting name for it is known",
                device.node.path
            ));
        }
    }
}

} // namespace

unsigned share_of_processors(const Guest& guest, const Host& host) {
    return std::max(1U, guest.allowance.compute_percent * host.mechanisms.processors);
}

Result<const HostGpu*> gpu_to_give(const Guest& guest, const Host& host) {
    if (guest.gpus.size() != 1) {
        return guest.gpus.empty()
                   ? fail("a GPU that is given away must be named in 'devices': the host loses it")
                   : fail(
                         "one GPU is given to a machine, and 'devices' names {}", guest.gpus.size()
                     );
    }
    const auto& name = guest.gpus.front();
    std::vector<const HostGpu*> found;
    std::vector<std::string> known;
    // It need not have nodes: vfio-pci may have it already.
    const auto is_node = [&](const std::optional<Node>& node) {
        return node && (node->path == name || node->stable_name == name);
    };
    for (const auto& gpu : host.gpus) {
        const auto& device = gpu.device;
        known.push_back(formatted("{} ({})", device.bus, or_dash(device.driver)));
        if (device.bus == name || device.bus == "pci-" + name || device.driver == name ||
            is_node(gpu.card) || is_node(gpu.render)) {
            found.push_back(&gpu);
        }
    }
    if (found.empty()) {
        return fail(
            "there is no GPU {}; there are {}", name, known.empty() ? "none" : joined(known, ", ")
        );
    }
    if (found.size() > 1) {
        return fail("more than one GPU is {}: name it by its bus: {}", name, joined(known, ", "));
    }
    return found.front();
}

Result<std::vector<const HostGpu*>> gpus_for(const Guest& guest, const Host& host) {
    std::vector<gpu::Device> devices;
    devices.reserve(host.gpus.size());
    for (const auto& gpu : host.gpus) {
        devices.push_back(gpu.device);
    }
    std::vector<const HostGpu*> chosen;
    const auto add = [&](const gpu::Device* device) {
        const auto* const gpu = gpu_of(host, device);
        if (gpu != nullptr && !std::ranges::contains(chosen, gpu)) {
            chosen.push_back(gpu);
        }
    };
    const std::string by = "it";
    if (guest.gpus.empty()) {
        const auto cards = guest.drives_outputs ? gpu::choose_cards(devices, {})
                                                : Result<std::vector<gpu::Chosen>>();
        if (!cards) {
            return std::unexpected(cards.error());
        }
        for (const auto& card : *cards) {
            add(card.device);
        }
        const auto renderer =
            gpu::choose_renderer(devices, {}, cards->empty() ? nullptr : cards->front().device);
        if (renderer) {
            add(renderer->device);
        } else if (const auto* const nvidia = nvidia_gpu(host, "")) {
            chosen.push_back(nvidia);
        }
        return chosen;
    }
    for (const auto& name : guest.gpus) {
        const auto card = gpu::choose_cards(devices, {.cards = {name}, .cards_by = by});
        const auto renderer =
            gpu::choose_renderer(devices, {.render = name, .render_by = by}, nullptr);
        const bool drives = guest.drives_outputs && card;
        if (drives) {
            add(card->front().device);
        }
        if (renderer) {
            add(renderer->device);
        }
        const auto* const without_node = renderer || drives ? nullptr : nvidia_gpu(host, name);
        if (without_node != nullptr) {
            chosen.push_back(without_node);
        } else if (!renderer && !drives) {
            return std::unexpected(renderer.error());
        }
    }
    return chosen;
}

Result<Plan> plan(const Guest& guest, const Host& host, const Wishes& wishes) {
    if (auto checked = check(guest, wishes); !checked) {
        return std::unexpected(checked.error());
    }
    Plan plan;
    plan.name = guest.name;
    plan.kind = guest.kind;
    plan.level = guest.level;
    plan.allowance = guest.allowance;
    plan.priority = guest.priority;
    plan.limits_requests = guest.limits_requests;
    plan.image = guest.image;
    plan.command = guest.command;
    plan.network = guest.network;
    plan.architecture = host.architecture;
    plan.host_uid = host.uid;
    plan.host_user = host.user;
    plan.host_home = host.home;
    const bool is_machine = guest.kind == Guest::Kind::virtual_machine;
    if (auto done = is_machine ? plan_machine(guest, host, wishes, plan)
                               : plan_container(guest, host, wishes, plan);
        !done) {
        return fail("guest {}: {}", guest.name, done.error().message);
    }
    warn_of_missing(plan);
    warn_of_numbers(plan);
    plan.scopes = host.systemd;
    std::set<Quota::Kind> applied;
    for (const auto& quota : plan.quotas) {
        applied.insert(quota.kind);
    }
    plan.limits = limits_of(plan, applied, "");
    return plan;
}

} // namespace exwm_vr::launch
