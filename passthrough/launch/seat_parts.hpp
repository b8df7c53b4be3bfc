// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/plan.hpp"

#include <vector>

namespace exwm_vr::launch {

/// What a container gets for a seat: the socket of seatd, or nodes. @p gpus: those that it gets.
[[nodiscard]] Result<void> add_seat(
    const policy::Guest& guest,
    const Host& host,
    const Wishes& wishes,
    const std::vector<const HostGpu*>& gpus,
    Plan& plan
);

/// Its serial devices, and /dev/uinput.
[[nodiscard]] Result<void>
add_other_devices(const policy::Guest& guest, const Host& host, const Wishes& wishes, Plan& plan);

} // namespace exwm_vr::launch
