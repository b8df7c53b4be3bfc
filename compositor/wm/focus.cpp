// SPDX-License-Identifier: MIT
#include "wm/focus.hpp"

#include "wm/arrange.hpp"
#include "wm/direction.hpp"

#include <algorithm>

namespace exwm_vr::wm {

namespace {

const Workspace& shown_on(const Output& output) {
    return output.workspaces[static_cast<std::size_t>(output.shown)];
}

/// The windows to be seen on an output, but for the focused one, as targets of a step.
struct Seen {
    std::vector<WindowId> ids;
    std::vector<Target> targets;
};

Seen seen_on(const State& state, const Output& output, WindowId focused) {
    Seen seen;
    for (const Placement& placement : arrange_workspace(state, output, output.shown)) {
        if (placement.visible && placement.window != focused) {
            seen.ids.push_back(placement.window);
            seen.targets.push_back({placement.box, window_at(state, placement.window).focus_time});
        }
    }
    return seen;
}

Box focused_box(const State& state, const Output& output, WindowId focused) {
    for (const Placement& placement : arrange_workspace(state, output, output.shown)) {
        if (placement.window == focused) {
            return placement.box;
        }
    }
    return output.area.usable;
}

} // namespace

std::vector<WindowId> focusable(const State& state, const Workspace& workspace) {
    std::vector<WindowId> order = workspace.windows;
    if (const Window* fullscreen = fullscreen_on(state, workspace)) {
        const Family family = family_of(state, *fullscreen);
        std::erase_if(order, [&](WindowId id) { return !family.contains(id); });
    }
    std::ranges::stable_partition(order, [&](WindowId id) {
        return mode_of(state, window_at(state, id)) != Mode::floating;
    });
    return order;
}

WindowId local_focus(const State& state, const Workspace& workspace) {
    WindowId best;
    std::uint64_t best_time = 0;
    for (const WindowId id : focusable(state, workspace)) {
        const std::uint64_t time = window_at(state, id).focus_time;
        if (time >= best_time) {
            best = id;
            best_time = time;
        }
    }
    return best;
}

WindowId focused_window(const State& state) {
    return has_outputs(state) ? local_focus(state, shown_on(focused_place(state))) : WindowId{};
}

void focus_window(State& state, Window& window) {
    Output& output = output_of(state, window);
    output.shown = window.workspace;
    state.focused_output = output.id;
    if (const Window* front = fullscreen_on(state, shown_on(output))) {
        if (!family_of(state, *front).contains(window.id)) {
            leave_fullscreen(window_at(state, front->id));
        }
    }
    raise(state, window);
    window.focus_time = ++state.clock;
}

void step_focus(State& state, bool forward) {
    const WindowId focused = focused_window(state);
    if (!focused.valid()) {
        return;
    }
    const std::vector<WindowId> order = focusable(state, shown_on(focused_place(state)));
    const auto at = static_cast<std::size_t>(std::ranges::find(order, focused) - order.begin());
    const std::size_t next = (at + (forward ? 1 : order.size() - 1)) % order.size();
    focus_window(state, window_at(state, order[next]));
}

void move_focus(State& state, Direction direction) {
    if (!has_outputs(state)) {
        return;
    }
    const Output& output = focused_place(state);
    const WindowId focused = focused_window(state);
    const Box from = focused_box(state, output, focused);
    const Seen here = seen_on(state, output, focused);
    if (const auto hit = nearest_ahead(direction, from, here.targets)) {
        focus_window(state, window_at(state, here.ids[*hit]));
        return;
    }
    std::vector<OutputId> others;
    std::vector<Target> areas;
    for (const Output& other : state.outputs) {
        if (other.id != output.id) {
            others.push_back(other.id);
            areas.push_back({.box = other.area.full});
        }
    }
    const auto neighbour = nearest_ahead(direction, output.area.full, areas);
    if (!neighbour) {
        return;
    }
    const OutputId target = others[*neighbour];
    const Seen there = seen_on(state, *find_output(state, target), focused);
    if (const auto hit = nearest_entry(direction, from, there.targets)) {
        focus_window(state, window_at(state, there.ids[*hit]));
    } else {
        state.focused_output = target;
    }
}

} // namespace exwm_vr::wm
