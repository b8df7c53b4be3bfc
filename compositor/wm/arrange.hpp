// SPDX-License-Identifier: MIT
#pragma once

#include "wm/state.hpp"

#include <vector>

namespace exwm_vr::wm {

/// The windows of one workspace, bottom to top.
[[nodiscard]] std::vector<Placement>
arrange_workspace(const State& state, const Output& output, int index);

/// All windows, bottom to top: unseen ones, then over all outputs together tiles, external ones,
/// floating ones, fullscreen ones, and the dialogs of those.
[[nodiscard]] std::vector<Placement> arrange_all(const State& state);

/// The outer box of one window as in its placement.
[[nodiscard]] Box box_of(const State& state, const Window& window);

/// Where a window that has floated before floats now.
[[nodiscard]] Box floating_box_of(const State& state, const Window& window);

/// A workspace as a list shows it.
[[nodiscard]] WorkspaceInfo
describe_workspace(const State& state, const Output& output, std::size_t index);

} // namespace exwm_vr::wm
