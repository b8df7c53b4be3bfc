// SPDX-License-Identifier: MIT
#pragma once

namespace exwm_vr::ctl {

/// Whether standard output is a terminal that shows colours, and $NO_COLOR does not forbid them.
[[nodiscard]] bool wants_colour();

} // namespace exwm_vr::ctl
