// SPDX-License-Identifier: MIT
#include "shadow.hpp"

#include <algorithm>

namespace exwm_vr::wm::test {

bool Shadow::has(WindowId id) const {
    return std::ranges::contains(created, id);
}

bool Shadow::is_ancestor(WindowId ancestor, WindowId id) const {
    for (auto it = parents.find(id); it != parents.end(); it = parents.find(it->second)) {
        if (it->second == ancestor) {
            return true;
        }
    }
    return false;
}

void Shadow::add(WindowId id, WindowId parent) {
    created.push_back(id);
    if (parent.valid()) {
        parents[id] = parent;
    }
}

bool Shadow::set_parent(WindowId id, WindowId parent) {
    parents.erase(id);
    const auto own = std::ranges::find(created, id);
    if (std::find(created.begin(), own, parent) == own) {
        return false;
    }
    parents[id] = parent;
    return true;
}

void Shadow::remove(WindowId id) {
    const auto own = parents.find(id);
    const WindowId grandparent = own == parents.end() ? WindowId{} : own->second;
    parents.erase(id);
    for (auto it = parents.begin(); it != parents.end();) {
        if (it->second != id) {
            ++it;
        } else if (grandparent.valid()) {
            it->second = grandparent;
            ++it;
        } else {
            it = parents.erase(it);
        }
    }
    external.erase(id);
    std::erase(created, id);
    std::erase(focus_history, id);
}

void Shadow::note_focus(WindowId id) {
    if (id.valid()) {
        std::erase(focus_history, id);
        focus_history.push_back(id);
    }
}

Snapshot::Snapshot(const Model& model)
    : outputs(model.outputs())
    , windows(model.windows())
    , placements(model.arrange())
    , workspaces(model.workspaces())
    , focused(model.focused())
    , focused_output(model.focused_output())
    , layout(model.layout()) {}

const WorkspaceInfo* Snapshot::shown_on(OutputId output) const {
    const auto it = std::ranges::find_if(workspaces, [&](const WorkspaceInfo& info) {
        return info.output == output && info.active;
    });
    return it == workspaces.end() ? nullptr : &*it;
}

const WorkspaceInfo* Snapshot::workspace_of(WindowId id) const {
    const auto it = std::ranges::find_if(workspaces, [&](const WorkspaceInfo& info) {
        return std::ranges::contains(info.windows, id);
    });
    return it == workspaces.end() ? nullptr : &*it;
}

const Placement* Snapshot::placement_of(WindowId id) const {
    const auto it = std::ranges::find(placements, id, &Placement::window);
    return it == placements.end() ? nullptr : &*it;
}

WindowId Snapshot::fullscreen_of(const WorkspaceInfo& workspace) const {
    for (const WindowId id : workspace.windows) {
        if (const Placement* placement = placement_of(id); placement && placement->fullscreen) {
            return id;
        }
    }
    return {};
}

std::string difference(const Snapshot& before, const Snapshot& after) {
    const auto same = [](const WorkspaceInfo& a, const WorkspaceInfo& b) {
        return a.output == b.output && a.index == b.index && a.layout == b.layout &&
               a.active == b.active && a.focused == b.focused && a.urgent == b.urgent &&
               a.windows == b.windows;
    };
    if (before.outputs != after.outputs) {
        return "outputs() changed";
    }
    if (before.windows != after.windows) {
        return "windows() changed";
    }
    if (before.placements != after.placements) {
        return "arrange() changed";
    }
    if (!std::ranges::equal(before.workspaces, after.workspaces, same)) {
        return "workspaces() changed";
    }
    if (before.focused != after.focused || before.focused_output != after.focused_output) {
        return "the focus changed";
    }
    return before.layout == after.layout ? "" : "layout() changed";
}

} // namespace exwm_vr::wm::test
