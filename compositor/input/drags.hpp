// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/wlr.hpp"

namespace exwm_vr::input {

/// Ends a drag that a program asks for and that has not been started: its source hears that it is
/// cancelled.
void refuse_drag(wlr_drag& drag);

} // namespace exwm_vr::input
