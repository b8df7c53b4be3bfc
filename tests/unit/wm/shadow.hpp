// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "base/ids.hpp"
#include "wm/model.hpp"

#include <map>
#include <string>
#include <vector>

namespace exwm_vr::wm::test {

/// What a test has told a model, kept without the model's help.
struct Shadow {
    Options options;                        ///< in range
    std::map<OutputId, OutputArea> outputs; ///< areas as the model must understand them
    std::vector<WindowId> created;
    std::map<WindowId, WindowId> parents; ///< of windows that have one
    std::map<WindowId, Box> external;     ///< last exact box given
    std::vector<WindowId> focus_history;  ///< last one at the end

    [[nodiscard]] bool has(WindowId id) const;
    [[nodiscard]] bool is_ancestor(WindowId ancestor, WindowId id) const;
    void add(WindowId id, WindowId parent);
    /// An unknown or younger @p parent is none; says whether it is one.
    bool set_parent(WindowId id, WindowId parent);
    void remove(WindowId id);
    void note_focus(WindowId id);
};

/// Everything that a model shows of itself.
struct Snapshot {
    explicit Snapshot(const Model& model);

    std::vector<OutputId> outputs;
    std::vector<WindowId> windows;
    std::vector<Placement> placements;
    std::vector<WorkspaceInfo> workspaces;
    WindowId focused;
    OutputId focused_output;
    LayoutKind layout;

    [[nodiscard]] const WorkspaceInfo* shown_on(OutputId output) const;
    [[nodiscard]] const WorkspaceInfo* workspace_of(WindowId id) const;
    [[nodiscard]] const Placement* placement_of(WindowId id) const;
    /// The fullscreen window of a workspace; not valid when there is none.
    [[nodiscard]] WindowId fullscreen_of(const WorkspaceInfo& workspace) const;
};

/// What differs, or empty: for calls that must change nothing.
[[nodiscard]] std::string difference(const Snapshot& before, const Snapshot& after);

/// The first of the model's promises that does not hold, or empty. Written from the promises in
/// wm/model.hpp alone.
[[nodiscard]] std::string broken_promise(const Model& model, const Shadow& shadow);

} // namespace exwm_vr::wm::test
