// SPDX-License-Identifier: MIT
// The Container Device Interface: the plan's devices under one name, for any engine.
#include "base/format.hpp"
#include "passthrough/gpu/cdi.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/words.hpp"

#include <nlohmann/json.hpp>

namespace exwm_vr::launch {

Result<Emission> emit_cdi(const Plan& plan) {
    if (plan.kind == policy::Guest::Kind::virtual_machine) {
        return fail("{} is a virtual machine, and CDI is for containers", plan.name);
    }
    if (!plan.nvidia.empty()) {
        return fail(
            "NVIDIA's driver comes with libraries and more: '{}' makes the specification that has "
            "{}",
            gpu::make_nvidia_cdi,
            plan.nvidia.front()
        );
    }
    if (plan.devices.empty()) {
        return fail("{} gets no devices, and that needs no specification", plan.name);
    }
    using nlohmann::ordered_json;
    Emission emission;
    ordered_json nodes = ordered_json::array();
    for (const auto& device : plan.devices) {
        // Never "m": nobody needs to make nodes.
        nodes.push_back({{"path", device.node.path}, {"type", "c"}, {"permissions", "rw"}});
    }
    ordered_json edits{{"deviceNodes", nodes}};
    ordered_json variables = ordered_json::array();
    for (const auto& variable : plan.environment) {
        if (variable.name.starts_with("WLR_RENDER")) {
            variables.push_back(variable.name + "=" + variable.value);
        }
    }
    if (!variables.empty()) {
        edits["env"] = variables;
    }
    const auto groups = needed_groups(plan);
    if (!groups.empty()) {
        edits["additionalGids"] = groups;
    }
    // The lowest version that has all that is used: older programs refuse newer ones.
    const bool digit = plan.name.front() >= '0' && plan.name.front() <= '9';
    const std::string version = !groups.empty() ? "0.7.0" : digit ? "0.5.0" : "0.3.0";
    const ordered_json specification{
        {"cdiVersion", version},
        {"kind", "exwm-vr.org/gpu"},
        {"devices", ordered_json::array({{{"name", plan.name}, {"containerEdits", edits}}})}
    };
    emission.warnings.push_back(formatted(
        "this is devices and groups only, as --device exwm-vr.org/gpu={}: mounts, users, "
        "networks and limits are the engine's; additional groups work where the container has the "
        "host's "
        "ids",
        plan.name
    ));
    emission.warnings.emplace_back(
        "numbers of nodes may change at a reboot: make it anew at each start, in /run/cdi"
    );
    emission.documents.push_back(
        {.name = "exwm-vr-" + plan.name + ".json",
         .place = "/run/cdi",
         .text = specification.dump(2) + "\n"}
    );
    return emission;
}

} // namespace exwm_vr::launch
