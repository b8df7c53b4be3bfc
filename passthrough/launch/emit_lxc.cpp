// SPDX-License-Identifier: MIT
// LXC, always in a user namespace. Started by root, the container gets nodes of its own; started
// by a user, who cannot make nodes, it gets the host's with their groups mapped.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/own_init.hpp"
#include "passthrough/launch/private_nodes.hpp"
#include "passthrough/launch/words.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

Result<IdMaps> maps_of(const Plan& plan) {
    std::vector<IdHole> users;
    std::vector<IdHole> groups;
    if (plan.seat_group) {
        groups.push_back({.inside = *plan.seat_group, .outside = *plan.seat_group});
    }
    if (plan.host_uid != 0) {
        // Its sockets are the user's own.
        users.push_back({.inside = plan.uid, .outside = plan.host_uid});
        for (const auto& device : plan.devices) {
            groups.push_back({.inside = device.group, .outside = device.node.gid});
        }
    }
    return map_both(plan.uids, users, plan.gids, groups);
}

/// Lines that /etc/subuid or /etc/subgid lacks.
void warn_of_lacking(
    const Plan& plan,
    const std::vector<IdExtent>& extents,
    std::vector<IdRange> granted,
    std::string_view file,
    std::vector<std::string>& warnings
) {
    for (const auto& range : not_granted(extents, granted)) {
        warnings.push_back(formatted(
            "{} must have the line {}:{}:{}", file, plan.host_user, range.first, range.count
        ));
    }
}

std::string map_lines(const IdMaps& maps) {
    std::string text;
    for (const auto& [kind, extents] : {std::pair('u', &maps.uids), std::pair('g', &maps.gids)}) {
        for (const auto& extent : *extents) {
            text += formatted(
                "lxc.idmap = {} {} {} {}\n", kind, extent.inside, extent.outside, extent.count
            );
        }
    }
    return text;
}

/// A path inside, as LXC wants it: below the root.
std::string below_root(const std::string& path) {
    return fstab_path(path.substr(1));
}

std::string mount_lines(const Plan& plan) {
    std::string text;
    for (const auto& device : plan.devices) {
        const auto& node = device.node;
        const auto source = plan.host_uid == 0         ? private_path(plan, device)
                            : node.stable_name.empty() ? node.path
                                                       : node.stable_name;
        text += formatted(
            "lxc.mount.entry = {} {} none bind,create=file 0 0\n",
            fstab_path(source),
            below_root(node.path)
        );
    }
    for (const auto& mount : plan.mounts) {
        if (mount.source.empty()) {
            text += formatted(
                "lxc.mount.entry = tmpfs {} tmpfs nosuid,nodev,mode=0700,uid={},gid={},create=dir "
                "0 "
                "0\n",
                below_root(mount.target),
                plan.uid,
                plan.gid
            );
        } else {
            const bool is_folder = mount.source == "/run/udev";
            text += formatted(
                "lxc.mount.entry = {} {} none bind,{}create={} 0 0\n",
                fstab_path(mount.source),
                below_root(mount.target),
                mount.read_only ? "ro," : "",
                is_folder ? "dir" : "file"
            );
        }
    }
    return text;
}

std::string device_lines(const Plan& plan) {
    // null zero full random urandom tty console ptmx and terminals.
    std::string text = "lxc.cgroup2.devices.deny = a\n";
    for (const auto* usual : {"1:3", "1:5", "1:7", "1:8", "1:9", "5:0", "5:1", "5:2", "136:*"}) {
        text += formatted("lxc.cgroup2.devices.allow = c {} rwm\n", usual);
    }
    for (const auto& device : plan.devices) {
        text += formatted(
            "lxc.cgroup2.devices.allow = c {}:{} rw\n", device.node.major, device.node.minor
        );
    }
    return text;
}

/// LXC knows quotes around a word, and no escapes.
std::string lxc_word(const std::string& word) {
    return word.find_first_of(" \t'\"") == std::string::npos && !word.empty() ? word
                                                                              : quoted_word(word);
}

std::string program_lines(const Plan& plan) {
    if (plan.command.empty()) {
        return {};
    }
    std::string words;
    for (const auto& word : plan.command) {
        words += (words.empty() ? "" : " ") + lxc_word(word);
    }
    const auto groups = guest_groups(plan);
    std::string text = formatted(
        "lxc.init.cmd = {}\nlxc.init.uid = {}\nlxc.init.gid = {}\n", words, plan.uid, plan.gid
    );
    if (!groups.empty()) {
        text += "lxc.init.groups = " + groups + "\n";
    }
    // There is no init that would make terminals and shared memory, of which buffers are.
    text +=
        "lxc.pty.max = 1024\n"
        "lxc.mount.entry = tmpfs dev/shm tmpfs nosuid,nodev,mode=1777,size=256m,create=dir 0 0\n";
    return text + "lxc.cap.keep = none\nlxc.no_new_privs = 1\n";
}

void add_quotas(const Plan& plan, bool counts_vram, Emission& emission, std::string& text) {
    for (const auto& quota : plan.quotas) {
        switch (quota.kind) {
        case Quota::Kind::memory:
            text += formatted("lxc.cgroup2.memory.max = {}\n", quota.bytes);
            break;
        case Quota::Kind::cpu:
            text += formatted("lxc.cgroup2.cpu.max = {} 100000\n", quota.cpu_percent * 1000);
            break;
        case Quota::Kind::vram:
            if (!counts_vram) {
                continue;
            }
            text += formatted("lxc.cgroup2.dmem.max = {} {}\n", quota.region, quota.bytes);
            break;
        case Quota::Kind::pictures:
            continue; // of machines
        }
        emission.applied.insert(quota.kind);
    }
}

} // namespace

Result<Emission> emit_lxc(const Plan& planned) {
    const auto plan = planned.command.empty() ? for_own_init(planned) : planned;
    if (plan.kind == policy::Guest::Kind::virtual_machine) {
        return fail("{} is a virtual machine, and LXC runs containers", plan.name);
    }
    if (!plan.nvidia.empty()) {
        return fail("NVIDIA's libraries come into a container by CDI, which LXC does not read");
    }
    for (const auto& word : plan.command) {
        if (word.contains('"') && word.contains('\'')) {
            return fail("a word of its command cannot have both kinds of quotes: {}", word);
        }
    }
    if (plan.network == policy::Network::host) {
        // Which is why it cannot mount sysfs.
        return fail("a container with ids of its own cannot have the host's network in LXC");
    }
    const auto maps = maps_of(plan);
    if (!maps) {
        return std::unexpected(maps.error());
    }
    Emission emission;
    const bool by_root = plan.host_uid == 0;
    auto own = plan.granted_uids;
    if (!by_root) {
        own.push_back({.first = plan.host_uid, .count = 1}); // nobody needs a grant for their own
    }
    warn_of_lacking(plan, maps->uids, own, "/etc/subuid", emission.warnings);
    warn_of_lacking(plan, maps->gids, plan.granted_gids, "/etc/subgid", emission.warnings);
    std::ranges::copy(group_warnings(plan), std::back_inserter(emission.warnings));
    if (plan.command.empty()) {
        emission.warnings.append_range(own_init_warnings(planned));
    }
    if (by_root) {
        std::ranges::copy(
            socket_warnings(plan, plan.uids.first, plan.seat_group.has_value()),
            std::back_inserter(emission.warnings)
        );
    } else {
        emission.warnings.emplace_back(
            "the numbers of nodes and groups may change at a reboot: plan again at each start"
        );
        if (!plan.quotas.empty()) {
            emission.warnings.push_back(formatted(
                "its limits take a cgroup that is the user's: systemd-run --user --scope "
                "--property=Delegate=yes lxc-start {}",
                plan.name
            ));
        }
    }
    if (plan.network == policy::Network::own) {
        emission.warnings.emplace_back(
            "its network is by the bridge lxcbr0, which the service lxc-net makes"
        );
        if (!by_root) {
            emission.warnings.push_back(formatted(
                "/etc/lxc/lxc-usernet must have the line {} veth lxcbr0 1", plan.host_user
            ));
        }
    }
    if (plan.no_profiles) {
        emission.warnings.emplace_back(
            "AppArmor does not confine it, as there is no apparmor_parser: install apparmor and "
            "make the set-up anew"
        );
    }
    const bool counts =
        counts_vram(plan, by_root ? policy::Starter::daemon : policy::Starter::scope, emission);
    const auto folder = by_root ? "/var/lib/lxc/" + plan.name : "~/.local/share/lxc/" + plan.name;
    std::string text = "lxc.uts.name = " + plan.name + "\n";
    text += "lxc.rootfs.path = dir:" +
            (!plan.root.empty() ? plan.root
             : by_root          ? folder + "/rootfs"
                                : plan.host_home + folder.substr(1) + "/rootfs") +
            "\n";
    text += map_lines(*maps);
    text += "lxc.mount.auto = proc:mixed sys:ro\n";
    text += formatted("lxc.net.0.type = {}\n", network_word(plan, "empty", "veth", ""));
    if (plan.network == policy::Network::own) {
        text += "lxc.net.0.link = lxcbr0\nlxc.net.0.flags = up\n";
    }
    text += "lxc.autodev = 1\n";
    text += formatted("lxc.apparmor.profile = {}\n", plan.no_profiles ? "unconfined" : "generated");
    text += "lxc.seccomp.profile = /usr/share/lxc/config/common.seccomp\n";
    if (by_root) {
        text += device_lines(plan);
    }
    text += program_lines(plan);
    for (const auto& variable : plan.environment) {
        text += formatted("lxc.environment = {}={}\n", variable.name, variable.value);
    }
    add_quotas(plan, counts, emission, text);
    if (by_root && !plan.devices.empty()) {
        text += formatted(
            "lxc.hook.version = 1\nlxc.hook.pre-start = {0}/nodes\nlxc.hook.post-stop = "
            "{0}/nodes\n",
            folder
        );
        auto script = private_nodes_script(plan);
        if (!script) {
            return std::unexpected(script.error());
        }
        emission.documents.push_back(
            {.name = "nodes", .place = folder, .text = std::move(*script), .executable = true}
        );
    }
    text += mount_lines(plan);
    emission.documents.insert(
        emission.documents.begin(),
        {.name = "config", .place = folder, .text = explained(plan, emission.warnings) + text}
    );
    return emission;
}

} // namespace exwm_vr::launch
