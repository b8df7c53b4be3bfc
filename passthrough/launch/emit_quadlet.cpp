// SPDX-License-Identifier: MIT
// Quadlet: a container as a service of systemd's, made anew at each start.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/podman.hpp"
#include "passthrough/launch/words.hpp"

namespace exwm_vr::launch {

Result<Emission> emit_quadlet(const Plan& plan) {
    if (auto fits = must_be_container(plan, "Quadlet"); !fits) {
        return std::unexpected(fits.error());
    }
    const bool rootless = plan.host_uid != 0;
    const auto groups = needed_groups(plan);
    const auto maps = map_settings(plan, "UIDMap", "GIDMap");
    if (!maps) {
        return std::unexpected(maps.error());
    }
    Emission emission;
    emission.warnings = podman_warnings(plan);
    if (quota_of(plan, Quota::Kind::vram) != nullptr) {
        // Its container's cgroup is in one that systemd makes with the service.
        emission.no_vram = "nothing hands the controller dmem on in the cgroup of a service";
        emission.warnings.push_back("its GPU memory is not limited: " + emission.no_vram);
    }
    std::string unit = formatted("[Unit]\nDescription={}\n", unit_value(plan.name));
    std::string container = formatted(
        "\n[Container]\nContainerName={}\nImage={}\n", unit_value(plan.name), unit_value(plan.image)
    );
    const auto add = [&](std::string_view line) { container += std::string(line) + "\n"; };
    if (!plan.command.empty()) {
        std::string words;
        for (const auto& word : plan.command) {
            words += (words.empty() ? "" : " ") + unit_word(word);
        }
        add("Exec=" + words);
    }
    if (rootless) {
        add(formatted("UserNS=keep-id:uid={},gid={}", plan.uid, plan.gid));
        if (!groups.empty()) {
            add("GroupAdd=keep-groups");
        }
    } else {
        for (const auto& [key, value] : *maps) {
            add(formatted("{}={}", key, value));
        }
        for (const auto group : groups) {
            add(formatted("GroupAdd={}", group));
        }
    }
    add(formatted("User={}\nGroup={}", plan.uid, plan.gid));
    add("DropCapability=all\nNoNewPrivileges=true\nReadOnly=true");
    add(formatted("Network={}", network_word(plan, "none", "private", "host")));
    add("Tmpfs=/tmp:mode=1777\nShmSize=256m");
    std::string service = "\n[Service]\n";
    for (const auto& device : plan.devices) {
        // Without the last word it might make nodes as well.
        const auto path = unit_value(device.node.path);
        add(formatted("AddDevice={0}:{0}:rw", path));
        if (!device.node.stable_name.empty()) {
            // Numbers of nodes may change at a reboot: then it does not start, with the reason in
            // the log, rather than start with another device.
            service += formatted(
                "ExecStartPre=/bin/sh -c {} {} {}\n",
                unit_word(
                    R"(test "$0" -ef "$1" || { echo "$1 is not $0: make the set-up anew"; exit 1; })"
                ),
                unit_word(device.node.path),
                unit_word(device.node.stable_name)
            );
        }
    }
    for (const auto& name : plan.nvidia) {
        add("AddDevice=" + unit_value(name));
    }
    for (const auto& mount : plan.mounts) {
        if (mount.source.contains(',') || mount.source.contains('"')) {
            return fail("a Mount= cannot have a ',' or '\"' in {}", mount.source);
        }
        if (mount.source.empty()) {
            add(formatted(
                "Mount=type=tmpfs,destination={},tmpfs-mode=0700,chown=true", mount.target
            ));
        } else {
            add(formatted(
                "Mount=type=bind,source={},destination={}{}",
                unit_value(mount.source),
                mount.target,
                mount.read_only ? ",readonly=true" : ""
            ));
        }
    }
    for (const auto& variable : plan.environment) {
        add("Environment=" + unit_word(variable.name + "=" + variable.value));
    }
    // Of the container, not of its service: it is in a cgroup below that, and would see no limits.
    for (const auto& quota : plan.quotas) {
        switch (quota.kind) {
        case Quota::Kind::memory:
            add(formatted("PodmanArgs=--memory={}b", quota.bytes));
            break;
        case Quota::Kind::cpu:
            add("PodmanArgs=--cpus=" + processors(quota));
            break;
        case Quota::Kind::vram:
        case Quota::Kind::pictures: // of machines
            continue;
        }
        emission.applied.insert(quota.kind);
    }
    service += "Restart=on-failure\n";
    // Units that are generated cannot be enabled; this is how they start with the session.
    const std::string install =
        formatted("\n[Install]\nWantedBy={}\n", rootless ? "default.target" : "multi-user.target");
    emission.documents.push_back(
        {.name = plan.name + ".container",
         .place = rootless ? "~/.config/containers/systemd" : "/etc/containers/systemd",
         .text = explained(plan, emission.warnings) + unit + container + service + install}
    );
    return emission;
}

} // namespace exwm_vr::launch
