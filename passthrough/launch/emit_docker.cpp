// SPDX-License-Identifier: MIT
// Docker, as a script. Groups are numbers: their names mean others in the image.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/script.hpp"

namespace exwm_vr::launch {

Result<Emission> emit_docker(const Plan& plan) {
    if (auto fits = must_be_container(plan, "Docker"); !fits) {
        return std::unexpected(fits.error());
    }
    Emission emission;
    emission.warnings = docker_warnings(plan);
    Script script(explained(plan, emission.warnings));
    look_up_nodes(script, plan);
    script.command("exec docker run");
    script.option("--rm");
    script.setting("--name", plan.name);
    script.setting("--user", formatted("{}:{}", plan.uid, plan.gid));
    for (const auto group : needed_groups(plan)) {
        script.setting("--group-add", std::to_string(group));
    }
    script.setting("--cap-drop", "ALL");
    script.setting("--security-opt", "no-new-privileges:true");
    script.setting("--network", network_word(plan, "none", "bridge", "host"));
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
        if (mount.source.contains(',') || mount.source.contains('"')) {
            return fail("Docker's --mount cannot have a ',' or '\"' in {}", mount.source);
        }
        if (mount.source.empty()) {
            script.option(
                "--tmpfs", formatted("{}:uid={},gid={},mode=0700", mount.target, plan.uid, plan.gid)
            );
        } else {
            script.option(
                "--mount",
                formatted(
                    "type=bind,source={},target={}{}",
                    mount.source,
                    mount.target,
                    mount.read_only ? ",readonly" : ""
                )
            );
        }
    }
    for (const auto& variable : plan.environment) {
        script.option("--env", variable.name + "=" + variable.value);
    }
    for (const auto& quota : plan.quotas) {
        if (quota.kind == Quota::Kind::memory) {
            script.setting("--memory", formatted("{}b", quota.bytes));
        } else if (quota.kind == Quota::Kind::cpu) {
            script.setting(
                "--cpus", formatted("{}.{:02}", quota.cpu_percent / 100, quota.cpu_percent % 100)
            );
        } else {
            continue; // no setting for GPU memory
        }
        emission.applied.insert(quota.kind);
    }
    script.word(plan.image);
    for (const auto& word : plan.command) {
        script.word(word);
    }
    emission.documents.push_back(
        {.name = plan.name + ".docker.sh", .text = script.text(), .executable = true}
    );
    return emission;
}

} // namespace exwm_vr::launch
