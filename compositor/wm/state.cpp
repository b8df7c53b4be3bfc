// SPDX-License-Identifier: MIT
#include "wm/state.hpp"

#include "wm/focus.hpp"
#include "wm/placing.hpp"

#include <algorithm>
#include <limits>

namespace exwm_vr::wm {

namespace {

/// Where windows that come before any output are placed until there is one.
constexpr Box first_area{0, 0, 1280, 720};

} // namespace

State make_state(const Options& options) {
    State state;
    state.options = sane_options(options);
    state.outputs.push_back(
        {.id = {}, .area = {.identity = {}, .full = first_area, .usable = first_area}}
    );
    settle(state);
    return state;
}

bool has_outputs(const State& state) {
    return state.outputs.front().id.valid();
}

const Output* find_output(const State& state, OutputId id) {
    if (!id.valid()) {
        return nullptr;
    }
    const auto it = std::ranges::find(state.outputs, id, &Output::id);
    return it == state.outputs.end() ? nullptr : &*it;
}

Output* find_output(State& state, OutputId id) {
    return const_cast<Output*>(find_output(std::as_const(state), id));
}

Window* find_window(State& state, WindowId id) {
    const auto it = state.windows.find(id);
    return it == state.windows.end() ? nullptr : &it->second;
}

const Window& window_at(const State& state, WindowId id) {
    return state.windows.at(id);
}

Window& window_at(State& state, WindowId id) {
    return state.windows.at(id);
}

const Output& output_of(const State& state, const Window& window) {
    return *std::ranges::find(state.outputs, window.output, &Output::id);
}

Output& output_of(State& state, const Window& window) {
    return *std::ranges::find(state.outputs, window.output, &Output::id);
}

const Output& focused_place(const State& state) {
    return *std::ranges::find(state.outputs, state.focused_output, &Output::id);
}

Output& focused_place(State& state) {
    return *std::ranges::find(state.outputs, state.focused_output, &Output::id);
}

std::vector<Box> output_boxes(const State& state, const Output& first) {
    std::vector<Box> boxes{first.area.full};
    boxes.reserve(state.outputs.size());
    for (const Output& output : state.outputs) {
        if (&output != &first) {
            boxes.push_back(output.area.full);
        }
    }
    return boxes;
}

const Workspace& workspace_of(const State& state, const Window& window) {
    return output_of(state, window).workspaces[static_cast<std::size_t>(window.workspace)];
}

TileOptions tiling_of(const State& state, const Workspace& workspace) {
    return tile_options(workspace.choice, state.options);
}

Mode mode_of(const State& state, const Window& window) {
    if (window.mode == Mode::tiled &&
        tiling_of(state, workspace_of(state, window)).kind == LayoutKind::floating) {
        return Mode::floating;
    }
    return window.mode;
}

bool is_ancestor(const State& state, WindowId ancestor, const Window& window) {
    for (WindowId parent = window.traits.parent; parent.valid();
         parent = window_at(state, parent).traits.parent) {
        if (parent == ancestor) {
            return true;
        }
    }
    return false;
}

const Window* fullscreen_on(const State& state, const Workspace& workspace) {
    for (const WindowId id : workspace.windows) {
        const Window& window = window_at(state, id);
        if (window.fullscreen) {
            return &window;
        }
    }
    return nullptr;
}

Family family_of(const State& state, const Window& root) {
    // Through windows of other workspaces and modes too: a dialog's dialog is still its kin.
    Family kin{root.id};
    Family family{root.id};
    for (const WindowId id : state.created) {
        const Window& window = window_at(state, id);
        if (!kin.contains(window.traits.parent)) {
            continue;
        }
        kin.insert(id);
        if (window.output == root.output && window.workspace == root.workspace &&
            mode_of(state, window) == Mode::floating) {
            family.insert(id);
        }
    }
    return family;
}

void attach(State& state, Window& window, Output& output, int workspace, std::size_t place) {
    const auto index = static_cast<std::size_t>(workspace);
    if (output.workspaces.size() <= index) {
        output.workspaces.resize(index + 1);
    }
    Workspace& target = output.workspaces[index];
    if (window.fullscreen && fullscreen_on(state, target) != nullptr) {
        window.fullscreen = false;
    }
    const auto at = static_cast<std::ptrdiff_t>(std::min(place, target.windows.size()));
    target.windows.insert(target.windows.begin() + at, window.id);
    window.output = output.id;
    window.workspace = workspace;
}

void detach(State& state, Window& window) {
    Output& output = output_of(state, window);
    std::erase(output.workspaces[static_cast<std::size_t>(window.workspace)].windows, window.id);
}

void move_by_hand(State& state, Window& window, Output& output, int workspace) {
    const Family family = family_of(state, window);
    const std::vector<WindowId> before = workspace_of(state, window).windows;
    for (const WindowId id : before) {
        if (family.contains(id)) {
            Window& member = window_at(state, id);
            detach(state, member);
            attach(state, member, output, workspace, std::numeric_limits<std::size_t>::max());
            member.homes.clear();
        }
    }
}

void leave_fullscreen(Window& window) {
    window.fullscreen = false;
    for (Home& home : window.homes) {
        home.fullscreen = false;
    }
}

void raise(State& state, Window& window) {
    const Family family = family_of(state, window);
    std::vector<Window*> members;
    for (const WindowId id : workspace_of(state, window).windows) {
        if (family.contains(id) && id != window.id) {
            members.push_back(&window_at(state, id));
        }
    }
    std::ranges::sort(members, {}, &Window::raise_time);
    window.raise_time = ++state.clock;
    for (Window* member : members) {
        member->raise_time = ++state.clock;
    }
}

void settle_counts(State& state) {
    const auto wanted = static_cast<std::size_t>(state.options.workspaces);
    for (Output& output : state.outputs) {
        std::size_t used = output.workspaces.size();
        while (used > 0 && output.workspaces[used - 1].windows.empty()) {
            --used;
        }
        const auto shown = static_cast<std::size_t>(output.shown);
        output.workspaces.resize(std::max({used, wanted, shown + 1}));
    }
}

void settle(State& state) {
    settle_counts(state);
    give_floating_boxes(state);
    const WindowId focused = focused_window(state);
    if (focused.valid()) {
        Window& window = window_at(state, focused);
        window.focus_time = ++state.clock;
        window.urgent = false;
    }
}

} // namespace exwm_vr::wm
