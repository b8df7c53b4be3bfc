// SPDX-License-Identifier: MIT
// What a container gets: nodes by role, sockets and variables.
#include "base/format.hpp"
#include "base/table.hpp"
#include "passthrough/gpu/cdi.hpp"
#include "passthrough/launch/gpu_parts.hpp"
#include "passthrough/launch/guest_ids.hpp"
#include "passthrough/launch/nodes.hpp"
#include "passthrough/launch/plan.hpp"
#include "passthrough/launch/quotas.hpp"
#include "passthrough/launch/seat_parts.hpp"
#include "passthrough/policy/words.hpp"

#include <algorithm>
#include <utility>

namespace exwm_vr::launch {
namespace {

using policy::Access;
using policy::Guest;
using policy::Operation;
using policy::SeatSource;

constexpr const char* runtime_folder = "/run/user/1000";

Result<Mode>
container_mode(const Guest& guest, const std::vector<const HostGpu*>& gpus, Plan& plan) {
    const auto& granted = guest.allowance;
    if (guest.access == Access::none) {
        plan.mode_why = "it is to have no GPU";
        return guest.drives_outputs ? fail("it cannot drive outputs without a GPU")
                                    : Result<Mode>(Mode::none);
    }
    const bool only_2d =
        !granted.operations.contains(Operation::draw_3d) && granted.vulkan == policy::Vulkan::none;
    if (guest.drives_outputs && (only_2d || guest.access == Access::software)) {
        return fail(
            "it drives outputs, and who has a card can draw by it as well: it must be "
            "granted 3D and share a GPU"
        );
    }
    if (guest.access == Access::software) {
        plan.mode_why = "its CPU is to draw";
        return Mode::software;
    }
    if (only_2d) {
        plan.mode_why = "it is granted no more than 2D, which needs no GPU";
        return Mode::software;
    }
    if (gpus.empty() && plan.nvidia.empty()) {
        plan.mode_why = "the host has no GPU with a render node";
        return Mode::software;
    }
    plan.mode_why = "it is granted 3D, and a render node cannot change what outputs show";
    return Mode::node;
}

void add_gpu(const HostGpu& gpu, const Guest& guest, const Wishes& wishes, Plan& plan) {
    const bool with_card =
        guest.drives_outputs && guest.seat == SeatSource::devices && gpu.card.has_value();
    if (!gpu.nvidia_cdi.empty()) {
        plan.nvidia.push_back(gpu.nvidia_cdi);
        for (const auto& node : gpu.nvidia_nodes) {
            if (!std::ranges::contains(plan.nvidia_nodes, node)) {
                plan.nvidia_nodes.push_back(node);
            }
        }
        if (gpu.nvidia_nodes.empty()) {
            plan.warnings.push_back(formatted(
                "no specification here has {}: '{}' makes one", gpu.nvidia_cdi, gpu::make_nvidia_cdi
            ));
        }
    } else if (gpu.render) {
        add_device(plan, wishes, Role::render, *gpu.render, "draws, on " + gpu.device.bus);
    }
    if (with_card && gpu.device.drives_outputs()) {
        add_device(plan, wishes, Role::card, *gpu.card, "has the outputs of its seat");
        if (!guest.outputs.empty()) {
            std::vector<std::string> others;
            for (const auto& connector : gpu.device.connectors) {
                if (!std::ranges::contains(guest.outputs, connector.name)) {
                    others.push_back(connector.name);
                }
            }
            if (!others.empty()) {
                plan.warnings.push_back(formatted(
                    "{} comes with {} as well: a card cannot be split between seats",
                    gpu.card->path,
                    joined(others, ", ")
                ));
            }
        }
    }
}

/// Without the cards that have none of the outputs that the guest names.
Result<void> keep_named_outputs(const Guest& guest, std::vector<const HostGpu*>& gpus) {
    if (guest.outputs.empty()) {
        return {};
    }
    std::vector<std::string> known;
    const auto has = [](const HostGpu* gpu, const std::string& output) {
        return std::ranges::contains(gpu->device.connectors, output, &gpu::Connector::name);
    };
    for (const auto* gpu : gpus) {
        for (const auto& connector : gpu->device.connectors) {
            known.push_back(connector.name);
        }
    }
    for (const auto& output : guest.outputs) {
        if (std::ranges::none_of(gpus, [&](const auto* gpu) { return has(gpu, output); })) {
            return fail(
                "no GPU of its has an output {}; there are {}", output, or_dash(joined(known))
            );
        }
    }
    std::erase_if(gpus, [&](const HostGpu* gpu) {
        return gpu->device.drives_outputs() &&
               std::ranges::none_of(guest.outputs, [&](const auto& name) {
                   return has(gpu, name);
               });
    });
    return {};
}

/// Whether @p socket is one that 'exwm-vrctl client-socket' makes for programs called @p name: what
/// comes by another has the rights of all of the desktop.
bool is_client_socket(std::string_view socket, std::string_view name) {
    constexpr std::string_view folder = "/exwm-vr/clients/";
    return socket.size() > folder.size() + name.size() && socket.ends_with(name) &&
           socket.substr(0, socket.size() - name.size()).ends_with(folder);
}

Result<void> add_wayland(const Guest& guest, const Wishes& wishes, Plan& plan) {
    const bool is_application = guest.kind == Guest::Kind::application;
    const auto& socket = wishes.wayland_socket;
    const bool of_its_own = is_client_socket(socket, guest.name);
    const auto level = policy::to_string(guest.level);
    plan.mounts.push_back(
        {.target = runtime_folder, .why = "sockets of its own; gone with the container"}
    );
    plan.environment.push_back({"XDG_RUNTIME_DIR", runtime_folder, "where its sockets are"});
    if (is_application && !of_its_own) {
        return fail(
            "an application needs a Wayland socket of its own{}: make one with 'exwm-vrctl "
            "client-socket {} --level {}' and name it with --wayland-socket",
            socket.empty() ? "" : formatted(", and by {} it has the desktop's rights", socket),
            guest.name,
            level
        );
    }
    if (socket.empty()) {
        return {};
    }
    if (!of_its_own && guest.level < policy::Level::high) {
        plan.warnings.push_back(formatted(
            "by {} it may look at all of the desktop and type into it: 'exwm-vrctl client-socket "
            "{} --level {}' makes one that has its level's rights only",
            socket,
            guest.name,
            level
        ));
    }
    plan.mounts.push_back(
        {.source = socket,
         .target = std::string(runtime_folder) + "/wayland-0",
         .why = of_its_own
                    ? formatted("its windows, where the socket is made with --level {}", level)
                    : "its window"}
    );
    plan.environment.push_back({"WAYLAND_DISPLAY", "wayland-0", "the socket's name"});
    return {};
}

/// What the host keeps from a user's containers.
void warn_of_host(const Host& host, Plan& plan) {
    if (host.uid != 0) {
        for (const auto& device : plan.devices) {
            const auto& node = device.node;
            if ((node.mode & 06U) != 06U && node.uid != host.uid &&
                !host.groups.contains(node.gid)) {
                plan.warnings.push_back(formatted(
                    "{} is not in group {} and may not use {}: usermod -aG {} {}, and log in anew",
                    host.user,
                    node.gid,
                    node.path,
                    node.gid,
                    host.user
                ));
            }
        }
    }
    if (host.selinux && !plan.devices.empty()) {
        plan.warnings.emplace_back(
            "SELinux keeps devices from containers until 'setsebool -P container_use_devices=true'"
        );
    }
}

/// A user's guest has the ids that its user was granted. Those of root's guests are each its own,
/// for Podman, LXC and nspawn, which are told them: nobody else, another guest neither, may open
/// the nodes that they are given. So are those for Incus, as far as root was granted that many;
/// Proxmox gives all of its containers the same, and Docker's daemon has a setting for all.
Result<void> add_ids(const Host& host, const Wishes& wishes, Plan& plan) {
    plan.granted_uids = host.subuids;
    plan.granted_gids = host.subgids;
    auto names = wishes.guests;
    names.push_back(plan.name);
    plan.daemon_ids = daemon_ids(plan.name, names, host.roots_ids);
    auto free = ids_of(std::move(names), host.others_ids);
    if (!free) {
        return std::unexpected(free.error());
    }
    plan.uids = free->at(plan.name);
    plan.gids = plan.uids;
    if (host.uid == 0) {
        return {};
    }
    for (const auto& [granted, ids] :
         {std::pair(&host.subuids, &plan.uids), std::pair(&host.subgids, &plan.gids)}) {
        const auto found = std::ranges::find_if(*granted, [](const IdRange& range) {
            return range.count >= guest_ids;
        });
        if (found != granted->end()) {
            *ids = {.first = found->first, .count = guest_ids};
        }
    }
    return {};
}

} // namespace

Result<void>
plan_container(const Guest& guest, const Host& host, const Wishes& wishes, Plan& plan) {
    if (guest.access == Access::passthrough) {
        return fail(
            "a container shares the host's kernel and with it the GPU: only a virtual "
            "machine can have one of its own"
        );
    }
    if (!wishes.mode.empty()) {
        return fail("a container has no mode {}: that is for virtual machines", wishes.mode);
    }
    if (guest.kind == Guest::Kind::application &&
        (guest.drives_outputs || guest.seat != SeatSource::none || guest.uinput ||
         !guest.inputs.empty() || !guest.serials.empty())) {
        return fail(
            "an application gets a Wayland socket and a render node: no outputs, seat, "
            "input or serial devices"
        );
    }
    std::vector<const HostGpu*> gpus;
    if (guest.access == Access::shared) {
        const auto rest = take_instances(guest, host, plan);
        if (!rest) {
            return std::unexpected(rest.error());
        }
        auto chosen = plan.nvidia.empty() || !rest->gpus.empty()
                          ? gpus_for(*rest, host)
                          : Result<std::vector<const HostGpu*>>();
        if (!chosen) {
            return std::unexpected(chosen.error());
        }
        gpus = std::move(*chosen);
        if (auto kept = keep_named_outputs(guest, gpus); !kept) {
            return kept;
        }
    }
    const auto mode = container_mode(guest, gpus, plan);
    if (!mode) {
        return std::unexpected(mode.error());
    }
    plan.mode = *mode;
    if (plan.mode != Mode::node) {
        plan.nvidia.clear();
        plan.nvidia_nodes.clear();
    }
    plan.root = wishes.guest_root;
    plan.drives_outputs = guest.drives_outputs;
    if (plan.mode == Mode::node) {
        for (const auto* gpu : gpus) {
            add_gpu(*gpu, guest, wishes, plan);
        }
        if (std::ranges::any_of(gpus, [](const HostGpu* gpu) {
                return !gpu->nvidia_cdi.empty() && gpu->nvidia_nodes.empty();
            })) {
            plan.nvidia_nodes.clear(); // not all that comes is known
        }
        // Who draws with which is the compositor's first question.
        const auto render = std::ranges::find(plan.devices, Role::render, &Device::role);
        if (render != plan.devices.end() && plan.nvidia.empty()) {
            plan.environment.push_back(
                {"WLR_RENDER_DRM_DEVICE", render->node.path, "the node that draws"}
            );
        }
    } else if (plan.mode == Mode::software) {
        plan.environment.push_back({"WLR_RENDERER", "pixman", "the CPU draws"});
        plan.environment.push_back({"LIBGL_ALWAYS_SOFTWARE", "1", "the CPU draws for programs"});
    }
    if (auto done = add_wayland(guest, wishes, plan); !done) {
        return done;
    }
    if (auto done = add_seat(guest, host, wishes, gpus, plan); !done) {
        return done;
    }
    if (auto done = add_other_devices(guest, host, wishes, plan); !done) {
        return done;
    }
    if (auto done = add_ids(host, wishes, plan); !done) {
        return done;
    }
    plan.no_profiles = host.no_profiles;
    warn_of_host(host, plan);
    if (plan.network == policy::Network::host) {
        plan.warnings.emplace_back(
            "with the host's network it reaches what the host offers itself only, by 127.0.0.1 and "
            "abstract sockets such as X11's"
        );
    }
    plan.memory_bytes = guest.memory_bytes.value_or(0);
    plan.cpus = guest.cpus.value_or(0);
    add_quotas(guest, host, gpus, plan);
    return {};
}

} // namespace exwm_vr::launch
