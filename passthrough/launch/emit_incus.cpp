// SPDX-License-Identifier: MIT
// Incus: a profile. Its own device "gpu" would give a container the card with the render node, so
// that nodes are given one by one.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/own_init.hpp"
#include "passthrough/launch/private_nodes.hpp"
#include "passthrough/launch/words.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

class Profile {
public:
    void set(std::string_view key, std::string_view value) {
        config_ += formatted("  {}: {}\n", yaml_string(key), yaml_string(value));
    }

    void device(std::string_view name) { devices_ += formatted("  {}:\n", yaml_string(name)); }

    void of_device(std::string_view key, std::string_view value) {
        devices_ += formatted("    {}: {}\n", key, yaml_string(value));
    }

    [[nodiscard]] std::string text() const {
        return "config:" + (config_.empty() ? " {}\n" : "\n" + config_) +
               "devices:" + (devices_.empty() ? " {}\n" : "\n" + devices_);
    }

private:
    std::string config_;
    std::string devices_;
};

Result<void> machine(const Plan& plan, Profile& profile, Emission& emission) {
    profile.set("limits.memory", formatted("{}B", plan.memory_bytes));
    profile.set("limits.cpu", std::to_string(plan.cpus));
    if (!plan.mediated.empty()) {
        return fail(
            "Incus makes mediated devices itself, by type: {} is there already", plan.mediated
        );
    }
    if (!plan.devices.empty()) {
        return fail("a machine of Incus' gets no serial device: {}", plan.devices[0].node.path);
    }
    switch (plan.mode) {
    case Mode::two_d: // what its machines have by themselves
        if (const auto* const pictures = quota_of(plan, Quota::Kind::pictures)) {
            profile.set(
                "raw.qemu.conf",
                formatted("[device \"qemu_gpu\"]\nmax_hostmem = \"{}\"\n", pictures->bytes)
            );
            emission.applied.insert(Quota::Kind::pictures);
        }
        return {};
    case Mode::vfio:
        // A section with nothing in it takes the device away that its machines have by themselves.
        profile.set("raw.qemu.conf", "[device \"qemu_gpu\"]\n");
        for (std::size_t i = 0; i < plan.pci.size(); ++i) {
            const bool is_display = plan.pci[i].device_class >> 16U == 3;
            profile.device(formatted("pci{}", i));
            profile.of_device("type", is_display ? "gpu" : "pci");
            if (is_display) {
                profile.of_device("gputype", "physical");
                profile.of_device("pci", plan.pci[i].address);
            } else {
                profile.of_device("address", plan.pci[i].address);
            }
        }
        return {};
    default:
        return fail("its machines have no mode {}: 2d and vfio", to_string(plan.mode));
    }
}

/// Ids that are the guest's own, where root has them to give; Incus would choose them itself, and
/// nobody could say which user of the host a socket is to be opened to.
void set_ids(const DaemonIds& ids, Profile& profile, Emission& emission) {
    profile.set("security.privileged", "false");
    profile.set("security.idmap.isolated", ids.own ? "true" : "false");
    if (ids.own) {
        profile.set("security.idmap.base", std::to_string(ids.uids.first));
        profile.set("security.idmap.size", std::to_string(ids.uids.count));
    } else {
        emission.warnings.emplace_back(
            "its ids are those of other containers, too: root has no more in /etc/subuid and "
            "/etc/subgid"
        );
    }
    if (!ids.granted) {
        for (const auto* file : {"/etc/subuid", "/etc/subgid"}) {
            emission.warnings.push_back(formatted(
                "{} must have the line root:{}:{}", file, all_of_incus.first, all_of_incus.count
            ));
        }
    }
}

Result<void> container(const Plan& planned, Profile& profile, Emission& emission) {
    const auto plan = for_own_init(planned);
    if (!plan.nvidia.empty()) {
        return fail("NVIDIA's libraries come into it by its own setting nvidia.runtime");
    }
    std::ranges::copy(group_warnings(plan), std::back_inserter(emission.warnings));
    set_ids(plan.daemon_ids, profile, emission);
    unsigned number = 0;
    for (const auto& device : plan.devices) {
        profile.device(formatted("{}{}", to_string(device.role), number++));
        profile.of_device("type", "unix-char");
        const auto& node = device.node;
        profile.of_device("source", node.stable_name.empty() ? node.path : node.stable_name);
        profile.of_device("path", node.path);
        profile.of_device("gid", std::to_string(device.group));
        profile.of_device("mode", "0660");
    }
    number = 0;
    for (const auto& mount : plan.mounts) {
        profile.device(formatted("mount{}", number++));
        profile.of_device("type", "disk");
        profile.of_device("source", mount.source);
        profile.of_device("path", mount.target);
        if (mount.read_only) {
            profile.of_device("readonly", "true");
        }
    }
    emission.warnings.append_range(own_init_warnings(planned));
    emission.warnings.append_range(socket_warnings(plan, plan.daemon_ids.uids.first));
    for (const auto& variable : plan.environment) {
        profile.set("environment." + variable.name, variable.value);
    }
    std::string raw;
    const bool counts = counts_vram(plan, policy::Starter::daemon, emission);
    for (const auto& quota : plan.quotas) {
        switch (quota.kind) {
        case Quota::Kind::memory:
            profile.set("limits.memory", formatted("{}B", quota.bytes));
            break;
        case Quota::Kind::cpu:
            // A share in percent would only count while others want the CPU, too.
            profile.set("limits.cpu.allowance", formatted("{}ms/100ms", quota.cpu_percent));
            break;
        case Quota::Kind::vram:
            if (!counts) {
                continue;
            }
            raw += formatted("lxc.cgroup2.dmem.max={} {}\n", quota.region, quota.bytes);
            break;
        case Quota::Kind::pictures:
            continue; // of machines
        }
        emission.applied.insert(quota.kind);
    }
    if (!raw.empty()) {
        profile.set("raw.lxc", raw);
    }
    return {};
}

} // namespace

Result<Emission> emit_incus(const Plan& plan) {
    Emission emission;
    Profile profile;
    const bool is_machine = plan.kind == policy::Guest::Kind::virtual_machine;
    auto done = is_machine ? machine(plan, profile, emission) : container(plan, profile, emission);
    if (!done) {
        return std::unexpected(done.error());
    }
    if (plan.network == policy::Network::host) {
        return fail("Incus has no setting for the host's network");
    }
    // Also without one: the profile "default" gives each a network by this name.
    profile.device("eth0");
    if (plan.network == policy::Network::own) {
        profile.of_device("type", "nic");
        profile.of_device("network", "incusbr0");
    } else {
        profile.of_device("type", "none");
    }
    emission.documents.push_back(
        {.name = plan.name + ".incus.yaml",
         .text = explained(is_machine ? plan : for_own_init(plan), emission.warnings) +
                 "name: " + yaml_string(plan.name) + "\n" + profile.text()}
    );
    return emission;
}

} // namespace exwm_vr::launch
