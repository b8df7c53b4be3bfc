// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/launch/plan.hpp"

#include <string>

namespace exwm_vr::launch {

/// A container whose ids are others than the host's cannot open the host's nodes by their group. It
/// gets nodes of its own, which a script makes before it starts; the host's stay as they are. They
/// lie below /dev, as other file systems are mounted so that nodes on them cannot be opened.

/// Where the container's own node for @p device is.
[[nodiscard]] std::string private_path(const Plan& plan, const Device& device);

/// The script, to be run as root with "start" or "stop". It starts with the nodes that the plan is
/// about or not at all.
[[nodiscard]] Result<std::string> private_nodes_script(const Plan& plan);

/// The guest's groups for its devices and seat, by number, with commas between them.
[[nodiscard]] std::string guest_groups(const Plan& plan);

/// What a person has to do for sockets of the host's: their owner is nobody in the container, whose
/// user 0 is @p first_uid of the host.
[[nodiscard]] std::vector<std::string>
socket_warnings(const Plan& plan, std::uint32_t first_uid, bool seat_group_is_there = false);

/// What the guest's numbers of groups are from, where its root could not be asked.
[[nodiscard]] std::vector<std::string> group_warnings(const Plan& plan);

} // namespace exwm_vr::launch
