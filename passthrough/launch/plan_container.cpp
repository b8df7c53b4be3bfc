// SPDX-License-Identifier: MIT
// What a container gets: nodes by role, sockets and variables.
#include "base/format.hpp"
#include "base/table.hpp"
#include "passthrough/launch/plan.hpp"
#include "passthrough/launch/quotas.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

using policy::Access;
using policy::Guest;
using policy::Operation;
using policy::SeatSource;

constexpr std::uint32_t guest_ids = 65536;
constexpr std::uint32_t first_id_by_custom = 100000;
constexpr const char* runtime_folder = "/run/user/1000";

/// The groups that a distribution gives nodes of a role to, the usual one first.
std::vector<std::string> groups_for(Role role) {
    switch (role) {
    case Role::render:
        return {"render", "video"};
    case Role::card:
        return {"video"};
    case Role::input:
    case Role::uinput:
        return {"input"};
    case Role::serial:
        return {"dialout", "uucp"};
    }
    return {};
}

void add_device(Plan& plan, const Wishes& wishes, Role role, const Node& node, std::string why) {
    Device device{.role = role, .node = node, .group = node.gid, .why = std::move(why)};
    for (const auto& name : groups_for(role)) {
        const auto found = wishes.guest_groups.find(name);
        if (found != wishes.guest_groups.end() && !device.group_known) {
            device.group = found->second;
            device.group_known = true;
        }
    }
    plan.devices.push_back(std::move(device));
}

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
    if (gpus.empty()) {
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

Result<void> add_named(
    const std::vector<std::string>& names,
    const std::vector<Node>& nodes,
    Role role,
    std::string_view why,
    const Wishes& wishes,
    Plan& plan
) {
    for (const auto& name : names) {
        const auto found = std::ranges::find_if(nodes, [&](const Node& node) {
            return node.path == name || node.stable_name == name;
        });
        if (found == nodes.end()) {
            return fail("there is no {}", name);
        }
        add_device(plan, wishes, role, *found, std::string(why));
    }
    return {};
}

/// libdrm takes a card for one only where a file has its name, also when it was opened already.
void add_card_names(const std::vector<const HostGpu*>& gpus, Plan& plan) {
    for (const auto* gpu : gpus) {
        if (gpu->card && gpu->device.drives_outputs()) {
            plan.mounts.push_back(
                {.source = "/dev/null",
                 .target = gpu->card->path,
                 .read_only = true,
                 .why = "the card's name and nothing else, for libdrm: seatd opens the card"}
            );
        }
    }
}

Result<void> add_seat(
    const Guest& guest,
    const Host& host,
    const Wishes& wishes,
    const std::vector<const HostGpu*>& gpus,
    Plan& plan
) {
    if (guest.seat == SeatSource::none) {
        return guest.drives_outputs
                   ? fail("it drives outputs, so it needs a seat: the socket of seatd, or devices")
                   : Result<void>();
    }
    plan.mounts.push_back(
        {.source = "/run/udev",
         .target = "/run/udev",
         .read_only = true,
         .why = "says which node is a keyboard and which a mouse"}
    );
    if (guest.seat == SeatSource::socket) {
        if (host.seat_socket.empty()) {
            return fail("seatd does not run on the host: install it and start seatd.service");
        }
        plan.mounts.push_back(
            {.source = host.seat_socket,
             .target = "/run/seatd.sock",
             .why = "seatd opens cards and input devices for it and takes them back"}
        );
        plan.seat_group = host.seat_socket_gid;
        plan.seat_socket = true;
        if (guest.drives_outputs) {
            add_card_names(gpus, plan);
        }
        plan.environment.push_back({"LIBSEAT_BACKEND", "seatd", "by the host's seatd"});
        plan.environment.push_back({"SEATD_SOCK", "/run/seatd.sock", "where it is"});
        if (!guest.inputs.empty()) {
            plan.warnings.emplace_back(
                "seatd hands over every input device of the seat, not only "
                "those that are named"
            );
        }
    } else {
        plan.environment.push_back(
            {"LIBSEAT_BACKEND", "builtin", "it opens the nodes that it was given itself"}
        );
        plan.environment.push_back({"SEATD_VTBOUND", "0", "its seat has no text terminals"});
        if (guest.inputs.empty()) {
            plan.warnings.emplace_back("no input devices are named for its seat: it gets none");
        }
        if (auto done =
                add_named(guest.inputs, host.inputs, Role::input, "of its seat", wishes, plan);
            !done) {
            return done;
        }
    }
    if (plan.network != policy::Network::host) {
        plan.warnings.emplace_back(
            "monitors and devices that are plugged in later are told of in the host's network "
            "namespace only, which it is not in"
        );
    }
    return {};
}

Result<void> add_wayland(const Guest& guest, const Wishes& wishes, Plan& plan) {
    const bool is_application = guest.kind == Guest::Kind::application;
    plan.mounts.push_back(
        {.target = runtime_folder, .why = "sockets of its own; gone with the container"}
    );
    plan.environment.push_back({"XDG_RUNTIME_DIR", runtime_folder, "where its sockets are"});
    if (wishes.wayland_socket.empty()) {
        return is_application
                   ? fail(
                         "an application needs a Wayland socket of its own: make one with "
                         "'exwm-vrctl client-socket {}' and name it with --wayland-socket",
                         guest.name
                     )
                   : Result<void>();
    }
    plan.mounts.push_back(
        {.source = wishes.wayland_socket,
         .target = std::string(runtime_folder) + "/wayland-0",
         .why = is_application ? "its windows, with the rights of its level" : "its window"}
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

IdRange ids_from(const std::vector<IdRange>& granted) {
    for (const auto& range : granted) {
        if (range.count >= guest_ids) {
            return {.first = range.first, .count = guest_ids};
        }
    }
    return {.first = first_id_by_custom, .count = guest_ids};
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
        auto chosen = gpus_for(guest, host);
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
    plan.root = wishes.guest_root;
    plan.drives_outputs = guest.drives_outputs;
    if (plan.mode == Mode::node) {
        for (const auto* gpu : gpus) {
            add_gpu(*gpu, guest, wishes, plan);
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
    if (auto done = add_named(
            guest.serials, host.serials, Role::serial, "a serial device it reads", wishes, plan
        );
        !done) {
        return done;
    }
    if (guest.uinput) {
        if (!host.uinput) {
            return fail("there is no /dev/uinput: load the module uinput");
        }
        add_device(plan, wishes, Role::uinput, *host.uinput, "makes input devices");
        plan.warnings.emplace_back(
            "with /dev/uinput it can type into every session of the host, its own as well"
        );
    }
    plan.uids = ids_from(host.subuids);
    plan.gids = ids_from(host.subgids);
    plan.granted_uids = host.subuids;
    plan.granted_gids = host.subgids;
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
