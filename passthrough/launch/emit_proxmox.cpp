// SPDX-License-Identifier: MIT
// Proxmox VE: lines for the file of a container or machine that is there already.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/own_init.hpp"
#include "passthrough/launch/private_nodes.hpp"
#include "passthrough/launch/words.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

constexpr std::uint64_t mebibyte = 1ULL << 20U;

/// The host's id of each unprivileged container's root: no setting, but a number in its program. A
/// map in lxc.idmap would take its place, and the container's files would be nobody's.
constexpr std::uint32_t first_id = 100000;

/// As Proxmox has it, for containers and machines: as many processors as it may use, with
/// fractions.
std::string cpu_limit(const Quota& cpu, Emission& emission) {
    emission.applied.insert(Quota::Kind::cpu);
    return formatted("cpulimit: {}.{:02}\n", cpu.cpu_percent / 100, cpu.cpu_percent % 100);
}

/// A bridge of Proxmox' is one to the host's own network, not one behind the host.
std::string network(const Plan& plan, std::string_view device, Emission& emission) {
    if (plan.network != policy::Network::own) {
        // To the lines that are there already, none can be added that takes one away.
        emission.warnings.emplace_back(
            "it is to have no network: take out lines net0, net1 and so on"
        );
        return {};
    }
    emission.warnings.emplace_back(
        "vmbr0 is a bridge to the network that the host is on: others there reach it, too"
    );
    return formatted("net0: {}\n", device);
}

/// The memory of a display is max_hostmem of QEMU's, in a range of its own; less than is granted
/// keeps to it, too.
std::string display_2d(const Plan& plan, Emission& emission) {
    constexpr std::uint64_t least = 4;
    constexpr std::uint64_t most = 512;
    const auto* const pictures = quota_of(plan, Quota::Kind::pictures);
    const auto mebibytes = pictures == nullptr ? 0 : std::min(pictures->bytes / mebibyte, most);
    if (mebibytes < least) {
        return "vga: virtio\n";
    }
    emission.applied.insert(Quota::Kind::pictures);
    return formatted("vga: virtio,memory={}\n", mebibytes);
}

Result<Emission> container(const Plan& planned) {
    const auto plan = for_own_init(planned);
    if (!plan.nvidia.empty()) {
        return fail("NVIDIA's libraries come into a container by CDI, which Proxmox does not read");
    }
    if (plan.network == policy::Network::host) {
        return fail("a container of Proxmox' has no setting for the host's network");
    }
    Emission emission;
    std::ranges::copy(group_warnings(plan), std::back_inserter(emission.warnings));
    std::string text = "unprivileged: 1\n";
    unsigned number = 0;
    for (const auto& device : plan.devices) {
        const auto& node = device.node;
        // Its gid is one of the container's; Proxmox makes a node of the container's own.
        if (node.path.contains(',')) {
            return fail("a device's name cannot have a ',': {}", node.path);
        }
        text += formatted("dev{}: {},gid={},mode=0660,uid=0\n", number++, node.path, device.group);
        if (!node.stable_name.empty()) {
            emission.warnings.push_back(formatted(
                "Proxmox knows {} by its number: should it not start, see where {} leads",
                node.path,
                node.stable_name
            ));
        }
    }
    for (const auto& mount : plan.mounts) {
        text += formatted(
            "lxc.mount.entry: {} {} none bind,{}create={} 0 0\n",
            fstab_path(mount.source),
            fstab_path(mount.target.substr(1)),
            mount.read_only ? "ro," : "",
            mount.source == "/run/udev" ? "dir" : "file"
        );
    }
    emission.warnings.append_range(own_init_warnings(planned));
    emission.warnings.append_range(socket_warnings(plan, first_id));
    for (const auto& variable : plan.environment) {
        text += formatted("lxc.environment: {}={}\n", variable.name, variable.value);
    }
    if (const auto* const memory = quota_of(plan, Quota::Kind::memory)) {
        if (memory->bytes % mebibyte != 0 || memory->bytes < 16 * mebibyte) {
            return fail("memory is in MiB, 16 at least: {} bytes", memory->bytes);
        }
        text += formatted("memory: {}\nswap: 0\n", memory->bytes / mebibyte);
        emission.applied.insert(Quota::Kind::memory);
    }
    if (const auto* const cpu = quota_of(plan, Quota::Kind::cpu)) {
        text += cpu_limit(*cpu, emission);
    }
    const bool counts = counts_vram(plan, policy::Starter::daemon, emission);
    for (const auto& quota : plan.quotas) {
        if (quota.kind == Quota::Kind::vram && counts) {
            text += formatted("lxc.cgroup2.dmem.max: {} {}\n", quota.region, quota.bytes);
            emission.applied.insert(Quota::Kind::vram);
        }
    }
    text += network(plan, "name=eth0,bridge=vmbr0,ip=dhcp,type=veth", emission);
    emission.documents.push_back(
        {.name = plan.name + ".conf",
         .place = "/etc/pve/lxc",
         .text = explained(plan, emission.warnings) + text}
    );
    return emission;
}

Result<Emission> machine(const Plan& plan) {
    if (!plan.mediated.empty()) {
        return fail(
            "it makes mediated devices itself, by type: {} is there already", plan.mediated
        );
    }
    Emission emission;
    if (plan.memory_bytes % mebibyte != 0) {
        return fail("memory is in MiB: {} bytes", plan.memory_bytes);
    }
    std::string text =
        formatted("memory: {}\ncores: {}\n", plan.memory_bytes / mebibyte, plan.cpus);
    unsigned number = 0;
    switch (plan.mode) {
    case Mode::none:
        text += "vga: none\n";
        break;
    case Mode::two_d:
        text += display_2d(plan, emission);
        break;
    case Mode::virgl:
        text += "vga: virtio-gl\n";
        emission.warnings.push_back(
            "Proxmox draws by the first render node, which need not be " + plan.render_node
        );
        break;
    case Mode::vfio:
        text += "machine: q35\nbios: ovmf\nvga: none\n";
        for (const auto& function : plan.pci) {
            text += formatted(
                "hostpci{}: {},pcie=1{}\n", number, function.address, number == 0 ? ",x-vga=1" : ""
            );
            ++number;
        }
        break;
    case Mode::venus:
    case Mode::native_context:
    case Mode::software:
    case Mode::node:
        return fail("it has no setting for mode {}: 2d, virgl and vfio", to_string(plan.mode));
    }
    if (const auto* const cpu = quota_of(plan, Quota::Kind::cpu)) {
        text += cpu_limit(*cpu, emission);
    }
    text += network(plan, "virtio,bridge=vmbr0", emission);
    number = 0;
    for (const auto& device : plan.devices) {
        text += formatted("serial{}: {}\n", number++, device.node.path);
    }
    emission.documents.push_back(
        {.name = plan.name + ".conf",
         .place = "/etc/pve/qemu-server",
         .text = explained(plan, emission.warnings) + text}
    );
    return emission;
}

} // namespace

Result<Emission> emit_proxmox(const Plan& plan) {
    auto emission =
        plan.kind == policy::Guest::Kind::virtual_machine ? machine(plan) : container(plan);
    if (emission) {
        emission->warnings.push_back(
            "Proxmox names guests by number: add these lines to the file of " + plan.name
        );
    }
    return emission;
}

} // namespace exwm_vr::launch
