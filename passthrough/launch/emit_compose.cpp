// SPDX-License-Identifier: MIT
// The Compose specification: Docker Compose, Podman Compose.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/words.hpp"

#include <algorithm>
#include <ranges>

namespace exwm_vr::launch {
namespace {

/// Compose puts variables in place of '$'.
std::string value(std::string_view text) {
    std::string doubled;
    for (const char c : text) {
        doubled += c == '$' ? "$$" : std::string(1, c);
    }
    return yaml_string(doubled);
}

} // namespace

Result<Emission> emit_compose(const Plan& plan) {
    if (auto fits = must_be_container(plan, "Compose"); !fits) {
        return std::unexpected(fits.error());
    }
    Emission emission;
    emission.warnings = docker_warnings(plan);
    std::string text;
    const auto add = [&](std::string_view line) { text += "    " + std::string(line) + "\n"; };
    add("image: " + value(plan.image));
    add("container_name: " + value(plan.name));
    if (!plan.command.empty()) {
        add("command:");
        for (const auto& word : plan.command) {
            add("  - " + value(word));
        }
    }
    add(formatted("user: \"{}:{}\"", plan.uid, plan.gid));
    const auto groups = needed_groups(plan);
    if (!groups.empty()) {
        add("group_add:");
        for (const auto group : groups) {
            add(formatted("  - \"{}\"", group));
        }
    }
    add("cap_drop:\n      - \"ALL\"");
    add("security_opt:\n      - \"no-new-privileges:true\"");
    add(formatted("network_mode: \"{}\"", network_word(plan, "none", "bridge", "host")));
    add("read_only: true");
    add("shm_size: \"256m\"");
    add("tmpfs:\n      - \"/tmp:mode=1777\"");
    for (const auto& mount : plan.mounts) {
        if (mount.source.empty()) {
            add(formatted("  - \"{}:uid={},gid={},mode=0700\"", mount.target, plan.uid, plan.gid));
        }
    }
    const bool lasting = std::ranges::any_of(plan.devices, [](const Device& device) {
        return !device.node.stable_name.empty();
    });
    if (lasting) {
        emission.warnings.emplace_back(
            "Compose looks no names up: make this again when the numbers of nodes have changed"
        );
    }
    if (!plan.devices.empty()) {
        add("devices:");
        for (const auto& device : plan.devices) {
            add("  - " + value(device.node.path + ":" + device.node.path + ":rw"));
        }
    }
    if (std::ranges::any_of(plan.mounts, [](const auto& mount) { return !mount.source.empty(); })) {
        add("volumes:");
    }
    for (const auto& mount : plan.mounts) {
        if (!mount.source.empty()) {
            add("  - type: \"bind\"");
            add("    source: " + value(mount.source));
            add("    target: " + value(mount.target));
            add(formatted("    read_only: {}", mount.read_only));
            // What is not there is an error, and no folder is made in its place.
            add("    bind:\n          create_host_path: false");
        }
    }
    if (!plan.environment.empty()) {
        add("environment:");
        for (const auto& variable : plan.environment) {
            add("  " + variable.name + ": " + value(variable.value));
        }
    }
    if (const auto* const memory = quota_of(plan, Quota::Kind::memory)) {
        add(formatted("mem_limit: \"{}b\"", memory->bytes));
        emission.applied.insert(Quota::Kind::memory);
    }
    if (const auto* const cpu = quota_of(plan, Quota::Kind::cpu)) {
        add(formatted("cpus: \"{}.{:02}\"", cpu->cpu_percent / 100, cpu->cpu_percent % 100));
        emission.applied.insert(Quota::Kind::cpu);
    }
    if (!plan.nvidia.empty()) {
        add("deploy:\n      resources:\n        reservations:\n          devices:");
        add("        - driver: \"cdi\"\n              capabilities: [\"gpu\"]\n              "
            "device_ids:");
        for (const auto& name : plan.nvidia) {
            add("            - " + value(name));
        }
    }
    emission.documents.push_back(
        {.name = plan.name + ".compose.yaml",
         .text = explained(plan, emission.warnings) + "services:\n  " + yaml_string(plan.name) +
                 ":\n" + text}
    );
    return emission;
}

} // namespace exwm_vr::launch
