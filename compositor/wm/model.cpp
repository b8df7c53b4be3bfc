// SPDX-License-Identifier: MIT
#include "wm/model.hpp"

#include "wm/arrange.hpp"
#include "wm/focus.hpp"
#include "wm/hotplug.hpp"
#include "wm/placing.hpp"
#include "wm/state.hpp"
#include "wm/tiling_order.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace exwm_vr::wm {

namespace {

std::unexpected<Error> unknown(WindowId id) {
    return fail("unknown window {}", id.value);
}

std::unexpected<Error> unknown(OutputId id) {
    return fail("unknown output {}", id.value);
}

/// The output that an argument means, with @p fallback for none.
Result<Output*> output_or(State& state, OutputId id, Output& fallback) {
    if (!id.valid()) {
        return &fallback;
    }
    if (Output* output = find_output(state, id)) {
        return output;
    }
    return unknown(id);
}

Result<void> check_index(const Output& output, int index) {
    if (index < 0 || std::cmp_greater_equal(index, output.workspaces.size())) {
        return fail("no workspace {}: there are {}", index, output.workspaces.size());
    }
    return {};
}

WindowState describe(const State& state, const Window& window, Box box) {
    return {
        .output = window.output,
        .workspace = window.workspace,
        .mode = mode_of(state, window),
        .fullscreen = window.fullscreen,
        .focused = focused_window(state) == window.id,
        .urgent = window.urgent,
        .box = box,
    };
}

} // namespace

Model::Model(Options options)
    : state_(std::make_unique<State>(make_state(options))) {}

Model::~Model() = default;

void Model::set_options(const Options& options) {
    const std::vector<Placement> before = arrange();
    const int old_border = state_->options.border;
    state_->options = sane_options(options);
    widen_floating_boxes(*state_, state_->options.border - old_border);
    float_in_place(*state_, before);
    settle(*state_);
}

// --- outputs ---

void Model::add_output(OutputId id, const OutputArea& area) {
    if (!id.valid()) {
        return;
    }
    if (Output* known = find_output(*state_, id)) {
        known->area = sane_area(area);
    } else {
        plug(*state_, id, sane_area(area));
    }
    settle(*state_);
}

void Model::set_output_area(OutputId id, Box full, Box usable) {
    if (Output* output = find_output(*state_, id)) {
        output->area = sane_area({output->area.identity, full, usable});
        settle(*state_);
    }
}

void Model::remove_output(OutputId id) {
    if (find_output(*state_, id) != nullptr) {
        unplug(*state_, id);
        settle(*state_);
    }
}

std::vector<OutputId> Model::outputs() const {
    std::vector<OutputId> ids;
    for (const Output& output : state_->outputs) {
        if (output.id.valid()) {
            ids.push_back(output.id);
        }
    }
    return ids;
}

// --- windows ---

void Model::add_window(WindowId id, const WindowTraits& traits) {
    if (id.valid() && !has_window(id)) {
        wm::add_window(*state_, id, traits);
        settle(*state_);
    }
}

void Model::remove_window(WindowId id) {
    if (Window* window = find_window(*state_, id)) {
        wm::remove_window(*state_, *window);
        settle(*state_);
    }
}

bool Model::has_window(WindowId id) const {
    return state_->windows.contains(id);
}

Result<WindowState> Model::window(WindowId id) const {
    const Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    return describe(*state_, *window, box_of(*state_, *window));
}

std::map<WindowId, WindowState> Model::states() const {
    std::map<WindowId, WindowState> states;
    for (const Placement& placement : arrange_all(*state_)) {
        const Window& window = window_at(*state_, placement.window);
        states.emplace(window.id, describe(*state_, window, placement.box));
    }
    for (const WindowId id : state_->created) {
        if (!states.contains(id)) { // there is no output
            const Window& window = window_at(*state_, id);
            states.emplace(id, describe(*state_, window, box_of(*state_, window)));
        }
    }
    return states;
}

std::vector<WindowId> Model::windows() const {
    return state_->created;
}

// --- focus ---

WindowId Model::focused() const {
    return focused_window(*state_);
}

OutputId Model::focused_output() const {
    return state_->focused_output;
}

Result<void> Model::focus(WindowId id) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    if (!has_outputs(*state_)) {
        return fail("no output to show window {} on", id.value);
    }
    focus_window(*state_, *window);
    settle(*state_);
    return {};
}

Result<void> Model::focus_output(OutputId id) {
    if (find_output(*state_, id) == nullptr) {
        return unknown(id);
    }
    state_->focused_output = id;
    settle(*state_);
    return {};
}

void Model::focus_next(bool forward) {
    step_focus(*state_, forward);
    settle(*state_);
}

void Model::focus_direction(Direction direction) {
    move_focus(*state_, direction);
    settle(*state_);
}

Result<void> Model::set_urgent(WindowId id, bool urgent) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    window->urgent = urgent;
    settle(*state_);
    return {};
}

// --- changing a window ---

Result<void> Model::set_parent(WindowId id, WindowId parent) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    const auto& created = state_->created;
    const auto own = std::ranges::find(created, id);
    const bool older = parent.valid() && std::find(created.begin(), own, parent) != own;
    window->traits.parent = older ? parent : WindowId{};
    if (older) {
        if (window->mode == Mode::tiled) {
            window->mode = Mode::floating;
        }
        raise(*state_, *window);
    }
    settle(*state_);
    return {};
}

Result<void> Model::set_floating(WindowId id, bool floating) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    const Mode mode = floating ? Mode::floating : Mode::tiled;
    if (window->mode != mode) {
        window->mode = mode;
        raise(*state_, *window);
        settle(*state_);
    }
    return {};
}

Result<void> Model::set_fullscreen(WindowId id, bool fullscreen, OutputId on) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    const auto output = output_or(*state_, on, output_of(*state_, *window));
    if (!output) {
        return std::unexpected(output.error());
    }
    if (fullscreen) {
        enter_fullscreen(*state_, *window, *output);
    } else {
        leave_fullscreen(*window);
    }
    settle(*state_);
    return {};
}

Result<void> Model::set_box(WindowId id, Box box) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    if (box.width < 0 || box.height < 0) {
        return fail("size {}x{} for window {} is negative", box.width, box.height, id.value);
    }
    // Behind fullscreen it is the box for later that keeps its size.
    const bool afloat = window->floating && mode_of(*state_, *window) == Mode::floating;
    const Box now = afloat ? floating_box_of(*state_, *window) : box_of(*state_, *window);
    box.width = box.width == 0 ? now.width : box.width;
    box.height = box.height == 0 ? now.height : box.height;
    move_floating(*state_, *window, sane_box(box));
    settle(*state_);
    return {};
}

Result<void> Model::place_external(WindowId id, Box box) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    if (box != sane_box(box)) {
        return fail(
            "box {}x{}{:+}{:+} for window {} is empty or beyond {} px",
            box.width,
            box.height,
            box.x,
            box.y,
            id.value,
            max_coordinate
        );
    }
    if (window->mode != Mode::external) {
        window->mode = Mode::external;
        raise(*state_, *window);
    }
    window->external = box;
    settle(*state_);
    return {};
}

Result<void> Model::promote(WindowId id) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    if (mode_of(*state_, *window) != Mode::tiled) {
        return fail("window {} is not tiled", id.value);
    }
    swap_with_master(*state_, *window);
    settle(*state_);
    return {};
}

Result<void> Model::shift(WindowId id, bool forward) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    if (mode_of(*state_, *window) != Mode::tiled) {
        return fail("window {} is not tiled", id.value);
    }
    shift_tile(*state_, *window, forward);
    settle(*state_);
    return {};
}

// --- workspaces ---

Result<void> Model::show_workspace(int index, OutputId output) {
    if (!has_outputs(*state_)) {
        return fail("no output to show workspace {} on", index);
    }
    const auto target = output_or(*state_, output, focused_place(*state_));
    if (!target) {
        return std::unexpected(target.error());
    }
    if (const auto known = check_index(**target, index); !known) {
        return known;
    }
    (*target)->shown = index;
    settle(*state_);
    return {};
}

Result<void> Model::move_to_workspace(WindowId id, int index, OutputId output) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    const auto target = output_or(*state_, output, output_of(*state_, *window));
    if (!target) {
        return std::unexpected(target.error());
    }
    if (const auto known = check_index(**target, index); !known) {
        return known;
    }
    if ((*target)->id != window->output || index != window->workspace) {
        move_by_hand(*state_, *window, **target, index);
        settle(*state_);
    }
    return {};
}

Result<void> Model::move_to_output(WindowId id, OutputId output) {
    Window* window = find_window(*state_, id);
    if (window == nullptr) {
        return unknown(id);
    }
    Output* target = find_output(*state_, output);
    if (target == nullptr) {
        return unknown(output);
    }
    if (target->id != window->output) {
        move_by_hand(*state_, *window, *target, target->shown);
        settle(*state_);
    }
    return {};
}

std::vector<WorkspaceInfo> Model::workspaces() const {
    std::vector<WorkspaceInfo> infos;
    for (const Output& output : state_->outputs) {
        for (std::size_t i = 0; i < output.workspaces.size(); ++i) {
            infos.push_back(describe_workspace(*state_, output, i));
        }
    }
    return infos;
}

int Model::shown_workspace(OutputId output) const {
    const Output* known = find_output(*state_, output);
    return known == nullptr ? -1 : known->shown;
}

std::vector<Placement> Model::arrange() const {
    return arrange_all(*state_);
}

} // namespace exwm_vr::wm
