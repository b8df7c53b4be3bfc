// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::launch {

/// A container in which an init of its own runs, rather than the guest's program, as in a machine.
/// It mounts memory over /run, and its logind over /run/user/1000: what was bound there before is
/// hidden. Such things are in a folder that it leaves alone.

/// Where @p target is in such a container: itself, if it is not below /run.
[[nodiscard]] std::string moved_path(std::string_view target);

/// What the variable has as its value there; a path where one of its is moved.
[[nodiscard]] std::string moved_value(const Variable& variable);

/// @p plan for such a container: with other places, and without memory, which it has by itself.
[[nodiscard]] Plan for_own_init(Plan plan);

/// What of @p plan, as it was before, is for a person to see to in such a container.
[[nodiscard]] std::vector<std::string> own_init_warnings(const Plan& plan);

} // namespace exwm_vr::launch
