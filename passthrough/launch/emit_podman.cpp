// SPDX-License-Identifier: MIT
// Podman, as a script: names of nodes are looked up when it starts, as Podman keeps only numbers
// and takes a ':' in a name for the end of it.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/podman.hpp"
#include "passthrough/launch/script.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

/// Of two values for one file of a cgroup, Podman keeps the last.
bool has_one_vram(const Plan& plan) {
    return std::ranges::count(plan.quotas, Quota::Kind::vram, &Quota::kind) == 1;
}

} // namespace

Result<Emission> emit_podman(const Plan& plan) {
    if (auto fits = must_be_container(plan, "Podman"); !fits) {
        return std::unexpected(fits.error());
    }
    const bool rootless = plan.host_uid != 0;
    const auto groups = needed_groups(plan);
    const auto maps = map_settings(plan, "--uidmap", "--gidmap");
    if (!maps) {
        return std::unexpected(maps.error());
    }
    Emission emission;
    emission.warnings = podman_warnings(plan);
    const bool counts = counts_vram(plan, policy::Starter::podman, emission) && has_one_vram(plan);
    Script script(explained(plan, emission.warnings));
    look_up_nodes(script, plan);
    script.command("exec podman run");
    script.option("--rm");
    script.setting("--name", plan.name);
    const auto user = formatted("{}:{}", plan.uid, plan.gid);
    if (rootless) {
        script.setting("--userns", formatted("keep-id:uid={},gid={}", plan.uid, plan.gid));
        if (!groups.empty()) {
            script.setting("--group-add", "keep-groups");
        }
    } else {
        for (const auto& [option, value] : *maps) {
            script.setting(option, value);
        }
        for (const auto group : groups) {
            script.setting("--group-add", std::to_string(group));
        }
    }
    script.setting("--user", user);
    script.setting("--cap-drop", "all");
    script.setting("--security-opt", "no-new-privileges");
    script.setting("--network", network_word(plan, "none", "private", "host"));
    script.option("--read-only");
    script.option("--tmpfs", "/tmp:mode=1777");
    script.setting("--shm-size", "256m");
    for (const auto& device : plan.devices) {
        script.option("--device", formatted("{}:{}:rw", device.node.path, device.node.path));
    }
    for (const auto& name : plan.nvidia) {
        script.option("--device", name);
    }
    for (const auto& mount : plan.mounts) {
        if (mount.source.empty()) {
            // Its owner is the container's user, which programs check.
            script.option(
                "--mount", "type=tmpfs,destination=" + mount.target + ",tmpfs-mode=0700,chown=true"
            );
        } else {
            script.option(
                "--mount",
                formatted(
                    "type=bind,source={},destination={}{}",
                    mount.source,
                    mount.target,
                    mount.read_only ? ",readonly=true" : ""
                )
            );
            if (mount.source.contains(',') || mount.source.contains('"')) {
                return fail("Podman's --mount cannot have a ',' or '\"' in {}", mount.source);
            }
        }
    }
    for (const auto& variable : plan.environment) {
        script.option("--env", variable.name + "=" + variable.value);
    }
    for (const auto& quota : plan.quotas) {
        switch (quota.kind) {
        case Quota::Kind::memory:
            script.setting("--memory", formatted("{}b", quota.bytes));
            break;
        case Quota::Kind::cpu:
            script.setting("--cpus", processors(quota));
            break;
        case Quota::Kind::vram:
            if (!counts) {
                continue;
            }
            script.setting("--cgroup-conf", formatted("dmem.max={} {}", quota.region, quota.bytes));
            // crun would make one more cgroup for it, to which nothing hands the controller on.
            script.setting("--annotation", "run.oci.systemd.subgroup=");
            break;
        case Quota::Kind::pictures:
            continue; // of machines
        }
        emission.applied.insert(quota.kind);
    }
    script.word(plan.image);
    for (const auto& word : plan.command) {
        script.word(word);
    }
    emission.documents.push_back(
        {.name = plan.name + ".podman.sh", .text = script.text(), .executable = true}
    );
    return emission;
}

} // namespace exwm_vr::launch
