// SPDX-License-Identifier: MIT
#include "passthrough/launch/podman.hpp"

#include "base/format.hpp"
#include "passthrough/launch/private_nodes.hpp"

namespace exwm_vr::launch {

Result<std::vector<std::pair<std::string_view, std::string>>>
map_settings(const Plan& plan, std::string_view users, std::string_view groups) {
    std::vector<IdHole> holes;
    for (const auto group : needed_groups(plan)) {
        holes.push_back({.inside = group, .outside = group});
    }
    const auto maps = map_both(plan.uids, {}, plan.gids, holes);
    if (!maps) {
        return std::unexpected(maps.error());
    }
    std::vector<std::pair<std::string_view, std::string>> settings;
    for (const auto& [name, extents] :
         {std::pair(users, &maps->uids), std::pair(groups, &maps->gids)}) {
        for (const auto& extent : *extents) {
            settings.emplace_back(
                name, formatted("{}:{}:{}", extent.inside, extent.outside, extent.count)
            );
        }
    }
    return settings;
}

std::vector<std::string> podman_warnings(const Plan& plan) {
    if (plan.host_uid == 0) {
        return socket_warnings(plan, plan.uids.first, plan.seat_group.has_value());
    }
    std::vector<std::string> warnings;
    if (!needed_groups(plan).empty()) {
        warnings.emplace_back(
            "the nodes' groups reach the container with the runtime crun only: runc drops them"
        );
    }
    return warnings;
}

std::string processors(const Quota& cpu) {
    return formatted("{}.{:02}", cpu.cpu_percent / 100, cpu.cpu_percent % 100);
}

} // namespace exwm_vr::launch
