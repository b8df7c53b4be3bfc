// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/idmap.hpp"
#include "passthrough/launch/plan.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace exwm_vr::launch {

/// What Podman's command and its units have in common.

/// The ids of root's container, as the settings @p users and @p groups, each with its value
/// ("0:603979776:65536"). Those of its own are no user's of the host; the groups of its nodes and
/// of seatd are the host's, as they are bound into it as they are.
[[nodiscard]] Result<std::vector<std::pair<std::string_view, std::string>>>
map_settings(const Plan& plan, std::string_view users, std::string_view groups);

/// What is for a person to see to before it starts.
[[nodiscard]] std::vector<std::string> podman_warnings(const Plan& plan);

/// "0.80" of a processor.
[[nodiscard]] std::string processors(const Quota& cpu);

} // namespace exwm_vr::launch
