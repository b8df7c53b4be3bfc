// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/launch/host.hpp"
#include "passthrough/policy/guest.hpp"
#include "passthrough/policy/limit.hpp"
#include "passthrough/policy/mechanisms.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::launch {

/// How a guest comes to its pictures.
enum class Mode : std::uint8_t {
    none,           ///< no display and no GPU
    software,       ///< a container whose CPU draws
    node,           ///< a container with a render node of the host's
    two_d,          ///< a machine with virtio-gpu, whose CPU draws
    virgl,          ///< virtio-gpu, OpenGL by the host
    venus,          ///< virtio-gpu, also Vulkan by the host
    native_context, ///< virtio-gpu, the host kernel's own driver interface
    vfio,           ///< a machine with a GPU of its own
};

enum class Role : std::uint8_t { render, card, input, uinput, serial };

/// A device node that a container gets, under the name that it has on the host.
struct Device {
    Role role = Role::render;
    Node node;
    std::uint32_t group = 0;  ///< the node's group as the guest numbers it
    bool group_known = false; ///< so the guest's own root says; else it is the host's number
    std::string why;

    friend bool operator==(const Device&, const Device&) = default;
};

/// A file, socket or folder of the host's, or memory, in a container.
struct Mount {
    std::string source; ///< empty: memory, empty at the start
    std::string target;
    bool read_only = false;
    std::string why;

    friend bool operator==(const Mount&, const Mount&) = default;
};

struct Variable {
    std::string name;
    std::string value;
    std::string why;

    friend bool operator==(const Variable&, const Variable&) = default;
};

/// What limits the use of something, where it is applied.
struct Quota {
    enum class Kind : std::uint8_t {
        memory,
        cpu,
        vram,
        pictures, ///< what a virtual GPU without 3D takes of the host's memory
    };

    Kind kind = Kind::memory;
    std::uint64_t bytes = 0;            ///< all but cpu
    unsigned cpu_percent = 0;           ///< of one processor: 200 is two of them
    std::string region;                 ///< vram: as cgroup dmem names it, "drm/0000:01:00.0/vram0"
    std::set<policy::Starter> starters; ///< vram: whose cgroups can have it

    friend bool operator==(const Quota&, const Quota&) = default;
};

/// Everything that is given to a guest, and why. Generators write it down for a program and decide
/// nothing.
struct Plan {
    std::string name;
    policy::Guest::Kind kind = policy::Guest::Kind::container;
    policy::Level level = policy::Level::untrusted;
    Mode mode = Mode::none;
    policy::Network network = policy::Network::none;
    bool limits_requests = false; ///< as its description asks for
    policy::Allowance allowance;
    std::string mode_why;
    std::string image;
    std::vector<std::string> command;
    std::uint64_t memory_bytes = 0; ///< a machine has it; a container is not to have more
    unsigned cpus = 0;              ///< the same; for containers 0 is any number of both
    unsigned priority = 50;         ///< among guests

    std::vector<Device> devices;
    std::vector<Mount> mounts;
    std::vector<Variable> environment;
    std::vector<Quota> quotas;
    policy::Mechanisms mechanisms;     ///< what the host has to hold it by
    std::vector<policy::Limit> limits; ///< as the best generator for this can hold them
    std::vector<std::string> warnings;

    // Of containers.
    std::uint32_t host_uid = 1000; ///< who starts it; 0 makes it one of the system's
    std::string host_user;
    std::string host_home;
    std::uint32_t uid = 1000; ///< in the container
    std::uint32_t gid = 1000;
    IdRange uids; ///< the host's ids for its namespace, where the program does not choose them
    IdRange gids;
    DaemonIds daemon_ids; ///< likewise, where a daemon of root's starts it, whoever asks
    std::vector<IdRange> granted_uids; ///< what /etc/subuid grants to who starts it
    std::vector<IdRange> granted_gids;
    bool no_profiles = false;                ///< AppArmor's cannot be loaded
    std::optional<std::uint32_t> seat_group; ///< of the host, whose members may use seatd
    bool seat_socket = false;        ///< seatd opens nodes for it, beside those that it is given
    bool drives_outputs = false;     ///< by a card of its own, or one that seatd opens
    std::string root;                ///< its root file system; empty: the program's usual place
    std::vector<std::string> nvidia; ///< names in NVIDIA's CDI specification
    std::vector<std::string> nvidia_nodes; ///< what comes with them; empty: not known

    // Of machines.
    std::string architecture;
    bool kvm = false;
    bool scopes = false;            ///< systemd can start it in a scope, which has limits
    bool sandboxed_render = false;  ///< contexts have a process each
    std::string render_node;        ///< by which the host draws for it
    std::string render_node_name;   ///< its lasting one; empty: none known
    std::string render_server;      ///< the program that has those processes
    std::string firmware;           ///< UEFI for it; empty: none known
    std::vector<PciFunction> pci;   ///< given away: all of an IOMMU group
    std::string mediated;           ///< the UUID of a part of a GPU that is given; empty: none
    std::uint64_t window_bytes = 0; ///< of addresses for the host's buffers: no quota
};

/// What is granted, as one can compare it with what a mode provides.
struct Capabilities {
    policy::Operations operations;
    policy::Vulkan vulkan = policy::Vulkan::none;

    friend bool operator==(const Capabilities&, const Capabilities&) = default;
};

/// What a guest can do with a GPU that it reaches in this way, whatever it was granted.
[[nodiscard]] Capabilities provided(Mode mode);

/// A plan for @p guest on @p host; an error when it cannot be had there, with what to do about it.
[[nodiscard]] Result<Plan>
plan(const policy::Guest& guest, const Host& host, const Wishes& wishes = {});

/// The one GPU that @p guest is given for itself, by node, bus or driver. Where several have that
/// driver, none is: the host loses it.
[[nodiscard]] Result<const HostGpu*> gpu_to_give(const policy::Guest& guest, const Host& host);

/// Of all processors, as percent of one, what is @p guest's share of a GPU's time where they draw.
[[nodiscard]] unsigned share_of_processors(const policy::Guest& guest, const Host& host);

/// What holds the guest to what is asked for, in a set-up that @p by writes and that applies the
/// quotas @p applied; "": in the best there is. @p no_vram says why that of GPU memory is not one
/// of them; "": there is no setting for it.
[[nodiscard]] std::vector<policy::Limit> limits_of(
    const Plan& plan,
    const std::set<Quota::Kind>& applied,
    std::string_view by,
    std::string_view no_vram = {}
);

[[nodiscard]] std::string_view to_string(Mode mode);
[[nodiscard]] std::string_view to_string(Role role);
[[nodiscard]] std::optional<Mode> mode_named(std::string_view name);

// The parts of plan().
[[nodiscard]] Result<void>
plan_container(const policy::Guest& guest, const Host& host, const Wishes& wishes, Plan& plan);
[[nodiscard]] Result<void>
plan_machine(const policy::Guest& guest, const Host& host, const Wishes& wishes, Plan& plan);
/// The GPUs that @p guest asks for, or the one that the compositor would choose to draw.
[[nodiscard]] Result<std::vector<const HostGpu*>>
gpus_for(const policy::Guest& guest, const Host& host);
/// Why a machine cannot have @p mode on @p gpu (may be null); empty when it can.
[[nodiscard]] std::string not_possible(Mode mode, const HostGpu* gpu, const Host& host);
/// What a machine must have inside to use @p mode on @p gpu (may be null); empty: nothing special.
[[nodiscard]] std::string needed_inside(Mode mode, const HostGpu* gpu);

} // namespace exwm_vr::launch
