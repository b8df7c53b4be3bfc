// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/plan.hpp"

#include <vector>

namespace exwm_vr::launch {

/// The shares of memory, CPU and GPU memory that the host can hold a container to; what it cannot
/// is left to the guest's other limits. @p gpus: those that the container gets.
void add_quotas(
    const policy::Guest& guest,
    const Host& host,
    const std::vector<const HostGpu*>& gpus,
    Plan& plan
);

} // namespace exwm_vr::launch
