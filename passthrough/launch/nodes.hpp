// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/launch/plan.hpp"

#include <string>
#include <vector>

namespace exwm_vr::launch {

/// The node that a guest calls @p name, among @p nodes of the host; an error when it is not there,
/// or is another kind of device than a guest may have as @p role: a description that names
/// /dev/mem as a serial device gets nothing.
[[nodiscard]] Result<const Node*>
node_named(const std::string& name, const std::vector<Node>& nodes, Role role);

/// Gives @p node to the container that @p plan is for, in the guest's own group where its root
/// says which that is.
void add_device(Plan& plan, const Wishes& wishes, Role role, const Node& node, std::string why);

} // namespace exwm_vr::launch
