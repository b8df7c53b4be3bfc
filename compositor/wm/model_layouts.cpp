// SPDX-License-Identifier: MIT
// How the shown workspace of the focused output places its windows.
#include "wm/model.hpp"
#include "wm/placing.hpp"
#include "wm/state.hpp"

namespace exwm_vr::wm {
namespace {

Workspace& shown_workspace_of(Output& output) {
    return output.workspaces[static_cast<std::size_t>(output.shown)];
}

} // namespace

void Model::set_layout(LayoutKind kind) {
    if (!has_outputs(*state_)) {
        return;
    }
    const std::vector<Placement> before = arrange();
    shown_workspace_of(focused_place(*state_)).choice.kind = kind;
    float_in_place(*state_, before);
    settle(*state_);
}

void Model::cycle_layout() {
    switch (layout()) {
    case LayoutKind::tiling:
        return set_layout(LayoutKind::grid);
    case LayoutKind::grid:
        return set_layout(LayoutKind::monocle);
    case LayoutKind::monocle:
        return set_layout(LayoutKind::floating);
    case LayoutKind::floating:
        return set_layout(LayoutKind::tiling);
    }
}

LayoutKind Model::layout() const {
    if (!has_outputs(*state_)) {
        return state_->options.layout;
    }
    return tiling_of(*state_, shown_workspace_of(focused_place(*state_))).kind;
}

void Model::change_master_ratio(double delta) {
    if (has_outputs(*state_)) {
        Workspace& workspace = shown_workspace_of(focused_place(*state_));
        const double ratio = tiling_of(*state_, workspace).master_ratio;
        workspace.choice.master_ratio = sane_master_ratio(ratio + delta);
    }
}

void Model::change_master_count(int delta) {
    if (has_outputs(*state_)) {
        Workspace& workspace = shown_workspace_of(focused_place(*state_));
        const long long count = tiling_of(*state_, workspace).master_count;
        workspace.choice.master_count = sane_master_count(count + delta);
    }
}

} // namespace exwm_vr::wm
