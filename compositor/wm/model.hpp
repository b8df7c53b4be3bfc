// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/geometry.hpp"
#include "base/ids.hpp"
#include "wm/types.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::wm {

/// What the model knows of an output.
struct OutputArea {
    std::string identity; ///< stays the same over unplug and replug: "make model serial" or name
    Box full;             ///< layout coordinates, logical px
    Box usable;           ///< @ref full less panels' exclusive zones
};

/// A workspace as a list shows it.
struct WorkspaceInfo {
    OutputId output;
    int index = 0; ///< 0-based within its output
    std::string name;
    LayoutKind layout = LayoutKind::tiling;
    bool active = false;  ///< shown on its output
    bool focused = false; ///< and its output has the focus
    bool urgent = false;
    std::vector<WindowId> windows; ///< tiling order, then floating ones in stacking order
};

/// Where a window lives.
struct WindowState {
    OutputId output; ///< not valid when there are no outputs
    int workspace = 0;
    Mode mode = Mode::tiled;
    bool fullscreen = false;
    bool focused = false;
    bool urgent = false;
    Box box; ///< as in its last Placement

    friend bool operator==(const WindowState&, const WindowState&) = default;
};

struct State; // the model's inside: wm/state.hpp

/// Windows, workspaces, layouts and focus as plain data: no wlroots, Wayland or I/O.
///
/// Each output has its own workspaces, of which one is shown. Invariants, which a property test
/// holds after every call: each window is on exactly one workspace; each output shows exactly one
/// workspace; visible tiles cover the usable area (less gaps) without overlap; the focused window,
/// if any, is visible, and when the focused workspace has windows one of them is focused.
///
/// When an output goes, its windows go to the same-numbered workspaces of another output and
/// remember where they were; they return when an output of that identity comes back, unless they
/// were moved by hand meanwhile. With no outputs, windows wait unseen and lose nothing.
///
/// Functions that name an unknown window or output return an error and change nothing; those that
/// return no Result do nothing.
///
/// Boxes in and out keep within ±2^23 px, and every box that comes out is at least 1x1.
class Model {
public:
    explicit Model(Options options = {});
    ~Model();
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;

    /// Takes new options; the workspace count only grows while windows are on the higher ones.
    void set_options(const Options& options);

    // --- outputs ---
    /// A known @p id is given the new area. An empty full box counts as 1x1, a usable one that is
    /// empty or outside counts as the full one.
    void add_output(OutputId id, const OutputArea& area);
    void set_output_area(OutputId id, Box full, Box usable);
    void remove_output(OutputId id);
    [[nodiscard]] std::vector<OutputId> outputs() const;

    // --- windows ---
    /// Puts a newly mapped window on the focused output's shown workspace, or beside its parent,
    /// and focuses it unless a fullscreen window there would lose the focus to it. Dialogs (with a
    /// parent), fixed-size windows and those that want to float, centred over the parent or the
    /// usable area. One that wants fullscreen gets it by the same rule. One that cannot be seen at
    /// first is urgent. An unknown parent counts as none; a known @p id changes nothing.
    void add_window(WindowId id, const WindowTraits& traits);
    /// Focus goes back to the window that had it before on that workspace. The window's dialogs
    /// become its parent's.
    void remove_window(WindowId id);
    [[nodiscard]] bool has_window(WindowId id) const;
    [[nodiscard]] Result<WindowState> window(WindowId id) const;
    [[nodiscard]] std::vector<WindowId> windows() const; ///< in order of creation
    /// Of all windows, in one arrangement.
    [[nodiscard]] std::map<WindowId, WindowState> states() const;

    // --- focus ---
    [[nodiscard]] WindowId focused() const;
    [[nodiscard]] OutputId focused_output() const;
    /// Shows the window's workspace if need be, raises it when it floats, and focuses it. A
    /// fullscreen window in front of it leaves fullscreen. Fails when there are no outputs.
    Result<void> focus(WindowId id);
    /// The shown workspace of @p id gets the focus, as when the pointer enters an empty output.
    Result<void> focus_output(OutputId id);
    /// Next (or previous) window of the focused workspace, wrapping; nothing to do is no error.
    void focus_next(bool forward);
    /// Nearest visible window in a direction, else the nearest on the neighbouring output, else
    /// that output itself.
    void focus_direction(Direction direction);
    Result<void> set_urgent(WindowId id, bool urgent); ///< cleared by focus

    // --- changing a window ---
    /// The window is a dialog of @p parent from now on, or of no window when that is not valid. A
    /// tiled one with a parent floats, as one does that was a dialog from the start. A parent that
    /// is unknown or younger counts as none: so no window can be its own ancestor.
    Result<void> set_parent(WindowId id, WindowId parent);
    /// Also ends Mode::external. Where the layout is floating, a window that is to be tiled is so
    /// once the layout is another.
    Result<void> set_floating(WindowId id, bool floating);
    /// At most one window of a workspace is fullscreen: another one leaves it. It hides all of the
    /// workspace but its own floating dialogs. With @p on it goes to that output's shown workspace,
    /// and stays there afterwards.
    Result<void> set_fullscreen(WindowId id, bool fullscreen, OutputId on = {});
    /// For floating windows: a new outer box, kept at least partly inside the layout. A tiled
    /// window becomes floating. A zero width or height keeps the old one, a negative one is an
    /// error. A visible window goes to the shown workspace of the output that it then lies on most,
    /// unless a fullscreen window would cover it there.
    Result<void> set_box(WindowId id, Box box);
    /// Mode::external with exactly this box (may lie anywhere); one that is empty or out of range
    /// is an error.
    Result<void> place_external(WindowId id, Box box);
    /// Swaps places with the first master, or with the next one when it is the first.
    /// Fails for a window that is not tiled.
    Result<void> promote(WindowId id);
    /// Moves a tiled window one place in the tiling order, wrapping; fails for one that is not.
    Result<void> shift(WindowId id, bool forward);

    // --- workspaces ---
    /// Shows workspace @p index of @p output (the focused output when not valid); the focus stays
    /// on its output. Fails for an index that the output does not have, and without outputs.
    Result<void> show_workspace(int index, OutputId output = {});
    /// To workspace @p index of @p output (the window's own when not valid), last in the tiling
    /// order, with its floating dialogs. The focus stays on its output.
    Result<void> move_to_workspace(WindowId id, int index, OutputId output = {});
    Result<void> move_to_output(WindowId id, OutputId output); ///< to its shown workspace
    /// Those of each output in turn. Without outputs, those on which the windows wait, with an
    /// output that is not valid.
    [[nodiscard]] std::vector<WorkspaceInfo> workspaces() const;
    [[nodiscard]] int shown_workspace(OutputId output) const; ///< -1 for an unknown output

    // --- layouts (of the shown workspace of the focused output) ---
    void set_layout(LayoutKind kind);
    void cycle_layout();
    [[nodiscard]] LayoutKind layout() const;
    void change_master_ratio(double delta);
    void change_master_count(int delta);

    /// All windows, bottom to top in stacking order: unseen ones first, then over all outputs
    /// together tiles, external ones, floating ones, fullscreen ones, and those ones' dialogs.
    [[nodiscard]] std::vector<Placement> arrange() const;

private:
    std::unique_ptr<State> state_;
};

} // namespace exwm_vr::wm
