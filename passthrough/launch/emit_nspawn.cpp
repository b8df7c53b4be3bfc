// SPDX-License-Identifier: MIT
// systemd-nspawn: its settings, a drop-in that lets its service use the nodes, and a service that
// makes them. Its own device policy keeps that service from making them itself.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/own_init.hpp"
#include "passthrough/launch/private_nodes.hpp"
#include "passthrough/launch/words.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

/// nspawn changes the owners of files to ranges that start at multiples of this.
constexpr std::uint32_t ids_by_chown = 65536;

/// A path in Bind=, where ':' ends it.
std::string bind_path(std::string_view path) {
    std::string escaped;
    for (const char c : path) {
        if (c == ':' || c == '\\') {
            escaped += '\\';
        }
        escaped += c;
    }
    return escaped;
}

std::string program(const Plan& plan) {
    if (plan.command.empty()) {
        return "Boot=yes\n";
    }
    const auto groups = guest_groups(plan);
    // It has no setting for a user by number, and none for whose the folder is. The home that it
    // sets is root's, where others may not look.
    const auto start = formatted(
        "install -d -m 0700 -o {0} -g {1} /run/user/1000 || exit; "
        "HOME=$(getent passwd {0} | cut -d: -f6); export HOME=${{HOME:-/}}; "
        "exec setpriv --reuid={0} --regid={1} "
        "{2} --no-new-privs --inh-caps=-all --bounding-set=-all -- \"$@\"",
        plan.uid,
        plan.gid,
        groups.empty() ? "--clear-groups" : "--groups=" + groups
    );
    std::string words =
        "Boot=no\nProcessTwo=yes\nParameters=/bin/sh -c " + quoted_word(start) + " sh";
    for (const auto& word : plan.command) {
        words += " " + quoted_word(word);
    }
    return words + "\n";
}

} // namespace

Result<Emission> emit_nspawn(const Plan& planned) {
    const auto plan = planned.command.empty() ? for_own_init(planned) : planned;
    if (plan.kind == policy::Guest::Kind::virtual_machine) {
        return fail("{} is a virtual machine, and systemd-nspawn runs containers", plan.name);
    }
    if (!plan.nvidia.empty()) {
        return fail("NVIDIA's libraries come into a container by CDI, which nspawn does not read");
    }
    Emission emission;
    std::ranges::copy(group_warnings(plan), std::back_inserter(emission.warnings));
    if (plan.command.empty()) {
        emission.warnings.append_range(own_init_warnings(planned));
    }
    std::ranges::copy(
        socket_warnings(plan, plan.uids.first), std::back_inserter(emission.warnings)
    );
    if (plan.network == policy::Network::own) {
        emission.warnings.emplace_back(
            "its interface has addresses where systemd-networkd runs, on the host and in it"
        );
    }
    if (plan.uids.first % ids_by_chown != 0) {
        emission.warnings.push_back(formatted(
            "its root must be on a file system whose ids can be mapped (ext4, XFS, btrfs, tmpfs; "
            "not overlayfs): else nspawn changes owners, for which {} is no start",
            plan.uids.first
        ));
    }
    std::string text = "[Exec]\n" + program(plan);
    text += formatted("PrivateUsers={}:{}\n", plan.uids.first, plan.uids.count);
    if (!plan.command.empty()) {
        text += "NoNewPrivileges=yes\n";
    }
    for (const auto& variable : plan.environment) {
        text += "Environment=" + quoted_word(variable.name + "=" + variable.value) + "\n";
    }
    text += "\n[Files]\nPrivateUsersOwnership=auto\n";
    for (const auto& device : plan.devices) {
        text += formatted(
            "Bind={}:{}\n", bind_path(private_path(plan, device)), bind_path(device.node.path)
        );
    }
    for (const auto& mount : plan.mounts) {
        if (mount.source.empty()) {
            continue; // its program makes the folder
        }
        text += formatted(
            "{}={}:{}\n",
            mount.read_only ? "BindReadOnly" : "Bind",
            bind_path(mount.source),
            bind_path(mount.target)
        );
    }
    text += formatted(
        "\n[Network]\nPrivate={}\nVirtualEthernet={}\n",
        network_word(plan, "yes", "yes", "no"),
        network_word(plan, "no", "yes", "no")
    );
    const auto unit = formatted("exwm-vr-gpu-nodes-{}.service", plan.name);
    const auto script_path = "/etc/exwm-vr/nodes-" + plan.name;
    std::string drop_in;
    if (!plan.devices.empty()) {
        drop_in += formatted("[Unit]\nRequires={0}\nAfter={0}\n\n", unit);
    }
    drop_in += "[Service]\n";
    for (const auto& device : plan.devices) {
        drop_in += formatted("DeviceAllow={} rw\n", unit_value(device.node.path));
    }
    for (const auto& quota : plan.quotas) {
        if (quota.kind == Quota::Kind::memory) {
            drop_in += formatted("MemoryMax={}\n", quota.bytes);
        } else if (quota.kind == Quota::Kind::cpu) {
            drop_in += formatted("CPUQuota={}%\n", quota.cpu_percent);
        } else {
            continue; // systemd has no setting for GPU memory
        }
        emission.applied.insert(quota.kind);
    }
    emission.documents.push_back(
        {.name = plan.name + ".nspawn",
         .place = "/etc/systemd/nspawn", // settings in other places may bind nothing
         .text = explained(plan, emission.warnings) + text}
    );
    emission.documents.push_back(
        {.name = "10-gpu.conf",
         .place = formatted("/etc/systemd/system/systemd-nspawn@{}.service.d", plan.name),
         .text = comment("For " + plan.name + ", made by exwm-vr-gpu.") + drop_in}
    );
    if (plan.devices.empty()) {
        return emission;
    }
    auto script = private_nodes_script(plan);
    if (!script) {
        return std::unexpected(script.error());
    }
    emission.documents.push_back(
        {.name = unit,
         .place = "/etc/systemd/system",
         .text = formatted(
             "[Unit]\nDescription=Device nodes for {0}\nBefore=systemd-nspawn@{0}.service\n"
             "PartOf=systemd-nspawn@{0}.service\n\n[Service]\nType=oneshot\nRemainAfterExit=yes\n"
             "ExecStart={1} start\nExecStop={1} stop\n",
             unit_value(plan.name),
             unit_word(script_path)
         )}
    );
    emission.documents.push_back(
        {.name = "nodes-" + plan.name,
         .place = "/etc/exwm-vr",
         .text = std::move(*script),
         .executable = true}
    );
    return emission;
}

} // namespace exwm_vr::launch
