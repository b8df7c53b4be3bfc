// SPDX-License-Identifier: MIT
// What RandomUser does to workspaces, layouts, options and outputs.
#include "base/format.hpp"
#include "random_user.hpp"

#include <algorithm>

namespace exwm_vr::wm::test {

namespace {

constexpr std::size_t most_outputs = 4;

Box in_range(const Box& box) {
    constexpr int limit = 1 << 23;
    return {
        std::clamp(box.x, -limit, limit),
        std::clamp(box.y, -limit, limit),
        std::clamp(box.width, 1, limit),
        std::clamp(box.height, 1, limit)
    };
}

/// An area as the model says that it understands it.
OutputArea understood(const OutputArea& area) {
    const Box full = in_range(area.full);
    const Box usable = full.intersection(in_range(area.usable));
    return {area.identity, full, area.usable.empty() || usable.empty() ? full : usable};
}

/// How a window stands, as far as that does not depend on others, in words.
std::string standing_of(const Model& model, WindowId id) {
    const WindowState state = *model.window(id);
    const bool floats = state.mode == Mode::floating && !state.fullscreen;
    const Box box = floats ? state.box : Box{};
    return formatted(
        "on workspace {}, mode {}, {}x{}@{},{}{}",
        state.workspace,
        static_cast<int>(state.mode),
        box.width,
        box.height,
        box.x,
        box.y,
        state.fullscreen ? ", fullscreen" : ""
    );
}

std::vector<WindowId> windows_on(const Snapshot& snapshot, OutputId output) {
    std::vector<WindowId> ids;
    for (const WorkspaceInfo& info : snapshot.workspaces) {
        if (info.output == output) {
            ids.insert(ids.end(), info.windows.begin(), info.windows.end());
        }
    }
    return ids;
}

} // namespace

std::string RandomUser::show_workspace() {
    const int index = between(-1, 6);
    const OutputId output = chance(40) ? any_output() : OutputId{};
    done_ = formatted("show_workspace({}, {})", index, output.value);
    const Snapshot before(model_);
    const OutputId target = output.valid() ? output : before.focused_output;
    const bool sound = is_output(target) && index >= 0 && index < workspace_count(target);
    const auto result = model_.show_workspace(index, output);
    failed_ = !result;
    std::string fault = judge(result, sound);
    if (!fault.empty() || !result) {
        return fault;
    }
    if (model_.shown_workspace(target) != index) {
        return "it is not shown";
    }
    return model_.focused_output() == before.focused_output ? "" : "the focus changed output";
}

std::string RandomUser::move_to_workspace() {
    const WindowId id = any_window();
    const int index = between(-1, 6);
    const OutputId output = chance(30) ? any_output() : OutputId{};
    done_ = formatted("move_to_workspace({}, {}, {})", id.value, index, output.value);
    const auto state = model_.window(id);
    const OutputId target = output.valid() || !state ? output : state->output;
    const bool place = is_output(target) || (!output.valid() && shadow_.outputs.empty());
    const bool sound = state && place && index >= 0 && index < workspace_count(target);
    const Snapshot before(model_);
    const auto result = model_.move_to_workspace(id, index, output);
    failed_ = !result;
    std::string fault = judge(result, sound);
    if (!fault.empty() || !result) {
        return fault;
    }
    const WindowState now = *model_.window(id);
    if (now.output != target || now.workspace != index) {
        return "it is elsewhere";
    }
    // A fullscreen one, or a dialog of it that is, covers the place it comes to.
    const bool covers = std::ranges::any_of(before.placements, [&](const Placement& placement) {
        return placement.fullscreen &&
               (placement.window == id || shadow_.is_ancestor(id, placement.window));
    });
    const bool focus_may_move = !before.focused.valid() || before.focused == id ||
                                shadow_.is_ancestor(id, before.focused) || covers;
    return focus_may_move ? "" : focus_kept(before);
}

std::string RandomUser::move_to_output() {
    const WindowId id = any_window();
    const OutputId output = any_output();
    done_ = formatted("move_to_output({}, {})", id.value, output.value);
    const auto result = model_.move_to_output(id, output);
    failed_ = !result;
    std::string fault = judge(result, shadow_.has(id) && is_output(output));
    if (fault.empty() && result && model_.window(id)->output != output) {
        fault = "it is elsewhere";
    }
    return fault;
}

std::string RandomUser::change_layout() {
    const Snapshot before(model_);
    const auto kind = static_cast<LayoutKind>(below(4));
    if (chance(50)) {
        done_ = formatted("set_layout({})", to_string(kind));
        model_.set_layout(kind);
        if (!shadow_.outputs.empty() && model_.layout() != kind) {
            return "the layout is another";
        }
    } else {
        done_ = "cycle_layout()";
        model_.cycle_layout();
        if (shadow_.outputs.empty() != (model_.layout() == before.layout)) {
            return "the layout is wrong";
        }
    }
    const WorkspaceInfo* workspace = before.shown_on(before.focused_output);
    const bool may_vanish = workspace != nullptr && before.fullscreen_of(*workspace).valid();
    return may_vanish ? "" : focus_kept(before);
}

std::string RandomUser::change_masters() {
    const Snapshot before(model_);
    if (chance(50)) {
        const double delta = between(-60, 60) / 100.0;
        done_ = formatted("change_master_ratio({})", delta);
        model_.change_master_ratio(delta);
    } else {
        const int delta = between(-3, 3);
        done_ = formatted("change_master_count({})", delta);
        model_.change_master_count(delta);
    }
    return focus_kept(before);
}

std::string RandomUser::change_options() {
    const Options options = any_options();
    done_ = formatted(
        "set_options({} workspaces, {}, gap {}, border {})",
        options.workspaces,
        to_string(options.layout),
        options.gap,
        options.border
    );
    const Snapshot before(model_);
    model_.set_options(options);
    shadow_.options = options;
    const WorkspaceInfo* workspace = before.shown_on(before.focused_output);
    const bool may_vanish = workspace != nullptr && before.fullscreen_of(*workspace).valid();
    return may_vanish ? "" : focus_kept(before);
}

// --- outputs ---

OutputArea RandomUser::any_area() {
    const std::string identity(1, static_cast<char>('A' + between(0, 5)));
    if (chance(12)) {
        return {identity, any_box(), any_box()};
    }
    const Box full{
        between(0, 2) * 1280, between(0, 1) * 720, between(1, 8) * 320, between(1, 5) * 240
    };
    Box usable = full;
    if (chance(40)) {
        usable.y += 30;
        usable.height -= 30;
    }
    return {identity, full, usable};
}

std::string RandomUser::add_output() {
    if (shadow_.outputs.size() >= most_outputs) {
        return remove_output();
    }
    const bool again = chance(5) && !shadow_.outputs.empty();
    const OutputId id = again ? shadow_.outputs.begin()->first : OutputId{++last_output_};
    const OutputArea area = any_area();
    done_ = formatted(
        "add_output({}, {}, {}x{})", id.value, area.identity, area.full.width, area.full.height
    );
    const Snapshot before(model_);
    model_.add_output(id, area);
    shadow_.outputs[id] = understood(area);
    const WindowId focused = model_.focused();
    if (before.focused.valid() && model_.window(before.focused)->output == before.focused_output) {
        return focus_kept(before);
    }
    // It went home: the focus goes with it, or stays with the output.
    if (before.focused.valid() && focused != before.focused &&
        model_.focused_output() != before.focused_output) {
        return "the focus changed output without its window";
    }
    return {};
}

std::string RandomUser::resize_output() {
    const OutputId id = any_output();
    const OutputArea area = any_area();
    done_ = formatted("set_output_area({}, {}x{})", id.value, area.full.width, area.full.height);
    const Snapshot before(model_);
    model_.set_output_area(id, area.full, area.usable);
    if (!is_output(id)) {
        return difference(before, Snapshot(model_));
    }
    const std::string identity = shadow_.outputs[id].identity;
    shadow_.outputs[id] = understood(area);
    shadow_.outputs[id].identity = identity;
    return focus_kept(before);
}

std::string RandomUser::remove_output() {
    const OutputId id = any_output();
    done_ = formatted("remove_output({})", id.value);
    const Snapshot before(model_);
    model_.remove_output(id);
    if (!is_output(id)) {
        return difference(before, Snapshot(model_));
    }
    shadow_.outputs.erase(id);
    for (const WorkspaceInfo& info : before.workspaces) {
        for (const WindowId window : info.windows) {
            if (model_.window(window)->workspace != info.index) {
                return formatted("window {} changed its workspace's number", window.value);
            }
        }
    }
    return id == before.focused_output || !before.focused.valid() ? "" : focus_kept(before);
}

std::string RandomUser::replug_output() {
    const OutputId id = any_output();
    if (!is_output(id)) {
        return remove_output();
    }
    const OutputArea area = shadow_.outputs[id];
    const OutputId again{++last_output_};
    done_ = formatted("remove_output({}), add_output({})", id.value, again.value);
    const Snapshot before(model_);
    const std::vector<WindowId> there = windows_on(before, id);
    std::vector<std::string> standings;
    standings.reserve(there.size());
    for (const WindowId window : there) {
        standings.push_back(standing_of(model_, window));
    }
    model_.remove_output(id);
    model_.add_output(again, area);
    shadow_.outputs.erase(id);
    shadow_.outputs[again] = area;
    const Snapshot after(model_);
    for (const Placement& placement : after.placements) {
        if (placement.fullscreen && placement.output == again &&
            !std::ranges::contains(there, placement.window)) {
            return {}; // a stranger came home, from a twin of the output, and may cover them
        }
    }
    for (std::size_t i = 0; i < there.size(); ++i) {
        const OutputId output = after.placement_of(there[i])->output;
        const std::string now = standing_of(model_, there[i]);
        if (output != again || now != standings[i]) {
            return formatted(
                "window {} was {} and came back to output {} {}",
                there[i].value,
                standings[i],
                output.value,
                now
            );
        }
    }
    // Others may have come home with them.
    std::vector<WindowId> back = windows_on(after, again);
    std::erase_if(back, [&](WindowId window) { return !std::ranges::contains(there, window); });
    if (back != there) {
        return "the windows came back in another order";
    }
    if (model_.shown_workspace(again) != before.shown_on(id)->index) {
        return "it shows another workspace";
    }
    return {};
}

} // namespace exwm_vr::wm::test
