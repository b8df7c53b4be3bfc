// SPDX-License-Identifier: MIT
#include "wm/hotplug.hpp"

#include "wm/focus.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace exwm_vr::wm {

namespace {

/// Virtual outputs may come and go for ever under new names: the oldest memories are dropped.
constexpr std::size_t most_remembered = 32;
constexpr std::size_t most_homes = 8;

/// A window on its way to the output that it came from.
struct Returning {
    WindowId window;
    Home home;

    [[nodiscard]] auto key() const { return std::tuple(home.workspace, home.place); }
};

void remember(State& state, const Output& output) {
    std::erase_if(state.remembered, [&](const RememberedOutput& memory) {
        return memory.identity == output.area.identity;
    });
    RememberedOutput memory{.identity = output.area.identity, .shown = output.shown, .choices = {}};
    for (const Workspace& workspace : output.workspaces) {
        memory.choices.push_back(workspace.choice);
    }
    state.remembered.push_back(std::move(memory));
    if (state.remembered.size() > most_remembered) {
        state.remembered.erase(state.remembered.begin());
    }
}

void recall(State& state, Output& output) {
    const auto it =
        std::ranges::find(state.remembered, output.area.identity, &RememberedOutput::identity);
    if (it == state.remembered.end()) {
        return;
    }
    output.shown = it->shown;
    const std::size_t count = std::max(it->choices.size(), static_cast<std::size_t>(it->shown) + 1);
    output.workspaces.resize(std::max(output.workspaces.size(), count));
    for (std::size_t i = 0; i < it->choices.size(); ++i) {
        output.workspaces[i].choice = it->choices[i];
    }
    state.remembered.erase(it);
}

void note_home(Window& window, const Output& output, std::size_t place) {
    const std::string& identity = output.area.identity;
    const Home home{
        .identity = identity,
        .workspace = window.workspace,
        .place = place,
        .fullscreen = window.fullscreen,
    };
    // Two outputs may be alike: then the later place is the one to come back to.
    const auto known = std::ranges::find(window.homes, identity, &Home::identity);
    if (known != window.homes.end()) {
        *known = home;
    } else if (window.homes.size() < most_homes) {
        window.homes.push_back(home);
    }
}

void note_homes(State& state, const Output& output) {
    for (const Workspace& workspace : output.workspaces) {
        for (std::size_t place = 0; place < workspace.windows.size(); ++place) {
            note_home(window_at(state, workspace.windows[place]), output, place);
        }
    }
}

std::vector<Returning> take_returning(State& state, const std::string& identity) {
    std::vector<Returning> returning;
    for (const WindowId id : state.created) {
        Window& window = window_at(state, id);
        const auto home = std::ranges::find(window.homes, identity, &Home::identity);
        if (home != window.homes.end()) {
            returning.push_back({id, *home});
            window.homes.erase(home, window.homes.end());
            detach(state, window);
        }
    }
    std::ranges::stable_sort(returning, {}, &Returning::key);
    return returning;
}

/// Those that return come before those that are there, in the order that they had.
void bring_home(State& state, Output& output) {
    const std::vector<Returning> returning = take_returning(state, output.area.identity);
    int workspace = 0;
    std::size_t place = 0;
    for (const auto& [id, home] : returning) {
        place = home.workspace == workspace ? place : 0;
        workspace = home.workspace;
        attach(state, window_at(state, id), output, workspace, place++);
    }
    for (const auto& [id, home] : returning) {
        Window& window = window_at(state, id);
        if (home.fullscreen && fullscreen_on(state, workspace_of(state, window)) == nullptr) {
            window.fullscreen = true;
        }
    }
}

/// The waiting place becomes the output, so that windows and what was shown are simply there again.
Output& open_waiting_place(State& state, OutputId id, const OutputArea& area) {
    Output& output = state.outputs.front();
    output.id = id;
    output.area = area;
    state.focused_output = id;
    for (auto& [window_id, window] : state.windows) {
        window.output = id;
    }
    return output;
}

void close_last_output(State& state) {
    Output& output = state.outputs.front();
    output.id = {};
    state.focused_output = {};
    for (auto& [id, window] : state.windows) {
        window.output = {};
    }
}

void take_over(State& state, const Output& gone, Output& heir, bool heir_has_focus) {
    for (const Workspace& workspace : gone.workspaces) {
        for (const WindowId id : workspace.windows) {
            Window& window = window_at(state, id);
            const auto index = static_cast<std::size_t>(window.workspace);
            if (heir_has_focus && window.workspace == heir.shown &&
                !heir.workspaces[index].windows.empty()) {
                window.fullscreen = false; // it would cover what is being worked on
            }
            attach(state, window, heir, window.workspace, std::numeric_limits<std::size_t>::max());
        }
    }
}

} // namespace

OutputArea sane_area(OutputArea area) {
    area.full = sane_box(area.full);
    const bool nothing = area.usable.empty();
    area.usable = area.full.intersection(sane_box(area.usable));
    if (nothing || area.usable.empty()) {
        area.usable = area.full; // panels that leave nothing get no say
    }
    return area;
}

void plug(State& state, OutputId id, const OutputArea& area) {
    const WindowId focused = focused_window(state);
    if (has_outputs(state)) {
        state.outputs.push_back({.id = id, .area = area, .workspaces = {}, .shown = 0});
    } else {
        open_waiting_place(state, id, area);
    }
    Output& output = state.outputs.back();
    recall(state, output);
    bring_home(state, output);
    settle_counts(state);
    if (!focused.valid()) {
        return;
    }
    // The keyboard stays with its window where that can be seen at its old place.
    const Window& window = window_at(state, focused);
    if (window.output == id && window.workspace == output.shown &&
        local_focus(state, workspace_of(state, window)) == focused) {
        state.focused_output = id;
    }
}

void unplug(State& state, OutputId id) {
    Output* output = find_output(state, id);
    note_homes(state, *output);
    remember(state, *output);
    if (state.outputs.size() == 1) {
        close_last_output(state);
        return;
    }
    const Output gone = std::move(*output);
    std::erase_if(state.outputs, [&](const Output& other) { return other.id == id; });
    const bool focus_stays = state.focused_output != id;
    if (!focus_stays) {
        state.focused_output = state.outputs.front().id;
    }
    take_over(state, gone, focused_place(state), focus_stays);
}

} // namespace exwm_vr::wm
