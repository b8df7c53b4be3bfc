// SPDX-License-Identifier: MIT
#pragma once

#include "wm/state.hpp"

namespace exwm_vr::wm {

/// Swaps a tiled window with the first tile of its workspace, or the first with the second.
void swap_with_master(State& state, const Window& window);

/// Moves a tiled window one place on or back; from an end it goes to the other end.
void shift_tile(State& state, const Window& window, bool forward);

} // namespace exwm_vr::wm
