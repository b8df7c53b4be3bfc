// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/verify.hpp"

namespace exwm_vr::launch {

/// The part of look_inside() that is about what holds this: rights, limits, network.
void look_at_holds(Inside& inside);

} // namespace exwm_vr::launch
