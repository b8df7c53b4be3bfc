// SPDX-License-Identifier: MIT
#pragma once

#include "wm/state.hpp"

namespace exwm_vr::wm {

/// @p area with nonsense mended: neither box is empty, and the usable one lies in the full one.
[[nodiscard]] OutputArea sane_area(OutputArea area);

/// Adds an output that is not there yet, and brings home the windows that were on one of that
/// identity.
void plug(State& state, OutputId id, const OutputArea& area);

/// Removes an output that is there; its windows go to the same-numbered workspaces of another, or
/// wait where they are when it was the last.
void unplug(State& state, OutputId id);

} // namespace exwm_vr::wm
