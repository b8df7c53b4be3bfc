// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "wm/state.hpp"

#include <vector>

namespace exwm_vr::wm {

/// The windows of a workspace that may have the focus, in the order that stepping goes through
/// them: the tiling order, then floating ones as they came. Behind a fullscreen window none but
/// itself and its floating dialogs.
[[nodiscard]] std::vector<WindowId> focusable(const State& state, const Workspace& workspace);

/// Of those, the one that was focused last; not valid when there are none.
[[nodiscard]] WindowId local_focus(const State& state, const Workspace& workspace);

/// The window with the focus; not valid when there is none.
[[nodiscard]] WindowId focused_window(const State& state);

/// Shows, uncovers, raises and focuses a window. There must be outputs.
void focus_window(State& state, Window& window);

void step_focus(State& state, bool forward);
void move_focus(State& state, Direction direction);

} // namespace exwm_vr::wm
