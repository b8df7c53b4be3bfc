// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/launch/idmap.hpp"
#include "passthrough/launch/plan.hpp"

#include <string>
#include <vector>

namespace exwm_vr::launch {

/// What Podman's command and its units have in common.

/// The ids of root's container. Those of its own are no user's of the host; the groups of its nodes
/// and of seatd are the host's, as they are bound into it as they are.
struct PodmanMaps {
    std::vector<IdExtent> uids;
    std::vector<IdExtent> gids;
};

[[nodiscard]] Result<PodmanMaps> maps_for(const Plan& plan);

/// "0:603979776:65536"
[[nodiscard]] std::string map_text(const IdExtent& extent);

} // namespace exwm_vr::launch
