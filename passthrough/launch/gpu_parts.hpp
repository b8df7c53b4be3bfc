// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/plan.hpp"

#include <string>
#include <vector>

namespace exwm_vr::launch {

/// Gives a container the parts of NVIDIA GPUs among the GPUs that @p guest names, and returns the
/// guest without them; an error for one that is not there or is not for containers.
[[nodiscard]] Result<policy::Guest>
take_instances(policy::Guest guest, const Host& host, Plan& plan);

/// The mediated device that is all that @p guest names; null where it names none. An error when it
/// is not there, or cannot be given.
[[nodiscard]] Result<const GpuPart*> mediated_to_give(const policy::Guest& guest, const Host& host);

} // namespace exwm_vr::launch
