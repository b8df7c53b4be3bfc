// SPDX-License-Identifier: MIT
#pragma once

#include "wm/state.hpp"

namespace exwm_vr::wm {

/// Gives each window that floats, and has not before, a place: centred over its parent or the
/// usable area, beside others where only the layout makes it float.
void give_floating_boxes(State& state);

/// The same for windows that a change of layout has just set afloat: they stay where @p before,
/// the arrangement until then, had them.
void float_in_place(State& state, const std::vector<Placement>& before);

/// A border that grows or shrinks does so outwards, so that clients keep their size.
void widen_floating_boxes(State& state, int by);

/// @p id must be valid and new.
void add_window(State& state, WindowId id, const WindowTraits& traits);
void remove_window(State& state, Window& window);

/// Puts a floating box to @p box, already sane, and moves the window to the output that it now
/// lies on most.
void move_floating(State& state, Window& window, const Box& box);

/// @p on is null to stay on its output.
void enter_fullscreen(State& state, Window& window, Output* on);

} // namespace exwm_vr::wm
