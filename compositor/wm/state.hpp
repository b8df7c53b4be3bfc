// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "base/ids.hpp"
#include "wm/floating.hpp"
#include "wm/model.hpp"
#include "wm/types.hpp"
#include "wm/workspace.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace exwm_vr::wm {

/// Where a window was on an output that went away.
struct Home {
    std::string identity;
    int workspace = 0;
    std::size_t place = 0; ///< in the tiling order
    bool fullscreen = false;
};

struct Window {
    WindowId id;
    WindowTraits traits;     ///< the parent here is always a known, older window, or none
    OutputId output;         ///< where its id is in a workspace's list
    int workspace = 0;       ///< likewise
    Mode mode = Mode::tiled; ///< wanted; see mode_of() for what holds
    bool fullscreen = false;
    bool urgent = false;
    Box external;
    std::optional<FloatingBox> floating; ///< set once it has floated
    std::uint64_t focus_time = 0;        ///< State::clock at its last focus; 0 for never
    std::uint64_t raise_time = 0;        ///< State::clock when it was last raised
    std::vector<Home> homes;             ///< the one it would rather be at first
};

struct Output {
    OutputId id;
    OutputArea area;
    std::vector<Workspace> workspaces; ///< never fewer than the options say
    int shown = 0;
};

/// What an output looked like when it was removed.
struct RememberedOutput {
    std::string identity;
    int shown = 0;
    std::vector<LayoutChoice> choices; ///< by workspace
};

/// The model's data. Focus is not stored: the window of a workspace that was focused last and can
/// have the focus now has it, so closing, moving and hiding windows need no repair.
struct State {
    Options options;
    std::unordered_map<WindowId, Window> windows;
    std::vector<WindowId> created; ///< all windows; parents come before their children
    /// Never empty: without real outputs, one whose id is not valid holds the waiting windows.
    std::vector<Output> outputs;
    OutputId focused_output;
    std::vector<RememberedOutput> remembered; ///< oldest first
    std::uint64_t clock = 0;
};

using Family = std::unordered_set<WindowId>;

[[nodiscard]] State make_state(const Options& options);

// --- looking things up ---
[[nodiscard]] bool has_outputs(const State& state);
[[nodiscard]] Output* find_output(State& state, OutputId id); ///< null for no real output
[[nodiscard]] const Output* find_output(const State& state, OutputId id);
[[nodiscard]] Window* find_window(State& state, WindowId id);
[[nodiscard]] const Window& window_at(const State& state, WindowId id); ///< must be known
[[nodiscard]] Window& window_at(State& state, WindowId id);             ///< must be known
[[nodiscard]] Output& output_of(State& state, const Window& window);
[[nodiscard]] const Output& output_of(const State& state, const Window& window);
[[nodiscard]] Output& focused_place(State& state); ///< the waiting one when there are no outputs
[[nodiscard]] const Output& focused_place(const State& state);
/// The full boxes of all outputs, that of @p first before the others.
[[nodiscard]] std::vector<Box> output_boxes(const State& state, const Output& first);
[[nodiscard]] const Workspace& workspace_of(const State& state, const Window& window);
[[nodiscard]] TileOptions tiling_of(const State& state, const Workspace& workspace);
/// Mode::floating for a window that only the floating layout makes float.
[[nodiscard]] Mode mode_of(const State& state, const Window& window);
[[nodiscard]] bool is_ancestor(const State& state, WindowId ancestor, const Window& window);
/// The fullscreen window of a workspace; null when there is none.
[[nodiscard]] const Window* fullscreen_on(const State& state, const Workspace& workspace);
/// @p root and its floating descendants on the same workspace.
[[nodiscard]] Family family_of(const State& state, const Window& root);

// --- changing ---
/// Puts the window, on no list now, into a workspace, which is made if need be. It leaves
/// fullscreen where another one already is.
void attach(State& state, Window& window, Output& output, int workspace, std::size_t place);
void detach(State& state, Window& window);
/// Moves the window and its floating dialogs, and forgets their way home.
void move_by_hand(State& state, Window& window, Output& output, int workspace);
void leave_fullscreen(Window& window);
/// Puts the window above others of its kind, and its dialogs above it.
void raise(State& state, Window& window);
/// To be called after each change: brings workspace counts, floating boxes, focus times and urgency
/// in line.
void settle(State& state);
/// The workspace counts alone, for use between the steps of a change.
void settle_counts(State& state);

} // namespace exwm_vr::wm
