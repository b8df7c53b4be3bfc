// SPDX-License-Identifier: MIT
#include "passthrough/launch/podman.hpp"

#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"

namespace exwm_vr::launch {

Result<PodmanMaps> maps_for(const Plan& plan) {
    std::vector<IdHole> groups;
    for (const auto group : needed_groups(plan)) {
        groups.push_back({.inside = group, .outside = group});
    }
    auto uids = map_ids(plan.uids, {});
    if (!uids) {
        return std::unexpected(uids.error());
    }
    auto gids = map_ids(plan.gids, groups);
    if (!gids) {
        return std::unexpected(gids.error());
    }
    return PodmanMaps{.uids = std::move(*uids), .gids = std::move(*gids)};
}

std::string map_text(const IdExtent& extent) {
    return formatted("{}:{}:{}", extent.inside, extent.outside, extent.count);
}

} // namespace exwm_vr::launch
