// SPDX-License-Identifier: MIT
// What RandomUser does to windows and their focus.
#include "base/format.hpp"
#include "random_user.hpp"

#include <algorithm>

namespace exwm_vr::wm::test {

namespace {

std::string wrong_mode(const Model& model, WindowId id, Mode expected) {
    return model.window(id)->mode == expected ? "" : "the mode is another";
}

std::vector<WindowId> sorted(std::vector<WindowId> ids) {
    std::ranges::sort(ids);
    return ids;
}

/// Twice how far the centre of @p to lies in a direction from that of @p from.
int progress(Direction direction, const Box& from, const Box& to) {
    const int right = 2 * to.x + to.width - 2 * from.x - from.width;
    const int down = 2 * to.y + to.height - 2 * from.y - from.height;
    switch (direction) {
    case Direction::left:
        return -right;
    case Direction::right:
        return right;
    case Direction::up:
        return -down;
    case Direction::down:
        break;
    }
    return down;
}

} // namespace

std::string RandomUser::focus_window() {
    const WindowId id = any_window();
    done_ = formatted("focus({})", id.value);
    const auto result = model_.focus(id);
    failed_ = !result;
    std::string fault = judge(result, shadow_.has(id) && !shadow_.outputs.empty());
    if (fault.empty() && result && model_.focused() != id) {
        fault = "it has no focus";
    }
    return fault;
}

std::string RandomUser::focus_output() {
    const OutputId id = any_output();
    done_ = formatted("focus_output({})", id.value);
    const auto result = model_.focus_output(id);
    failed_ = !result;
    std::string fault = judge(result, is_output(id));
    if (fault.empty() && result && model_.focused_output() != id) {
        fault = "it has no focus";
    }
    return fault;
}

std::string RandomUser::step_focus() {
    const bool forward = chance(50);
    done_ = formatted("focus_next({})", forward);
    const Snapshot before(model_);
    model_.focus_next(forward);
    const WindowId next = model_.focused();
    shadow_.note_focus(next);
    if (before.focused.valid() && chance(50)) {
        // One way and back is no way, and going on comes round to all of them.
        done_ += " and back";
        model_.focus_next(!forward);
        return focus_kept(before);
    }
    const WorkspaceInfo* workspace = before.shown_on(before.focused_output);
    if (workspace == nullptr) {
        return focus_kept(before);
    }
    const bool alone = before.fullscreen_of(*workspace).valid() || workspace->windows.size() < 2;
    return alone || next != before.focused ? "" : "the focus did not step on";
}

std::string RandomUser::focus_direction() {
    const auto direction = static_cast<Direction>(below(4));
    done_ = formatted("focus_direction({})", static_cast<int>(direction));
    const Snapshot before(model_);
    model_.focus_direction(direction);
    const Snapshot after(model_);
    if (after.focused == before.focused || !before.focused.valid()) {
        return {};
    }
    Box from = before.placement_of(before.focused)->box;
    Box to;
    if (after.focused_output != before.focused_output) {
        from = shadow_.outputs.at(before.focused_output).full;
        to = shadow_.outputs.at(after.focused_output).full;
    } else {
        to = before.placement_of(after.focused)->box;
    }
    if (after.focused.valid() && !before.placement_of(after.focused)->visible) {
        return "it went to a window that was not to be seen";
    }
    return progress(direction, from, to) > 0 ? "" : "it went another way";
}

std::string RandomUser::mark_urgent() {
    const WindowId id = any_window();
    const bool urgent = chance(70);
    done_ = formatted("set_urgent({}, {})", id.value, urgent);
    const Snapshot before(model_);
    const auto result = model_.set_urgent(id, urgent);
    failed_ = !result;
    std::string fault = judge(result, shadow_.has(id));
    if (fault.empty() && result && model_.window(id)->urgent != (urgent && id != before.focused)) {
        fault = "its urgency is another";
    }
    return fault.empty() ? focus_kept(before) : fault;
}

std::string RandomUser::set_parent() {
    const WindowId id = any_window();
    const WindowId parent = any_window();
    done_ = formatted("set_parent({}, {})", id.value, parent.value);
    const Snapshot before(model_);
    const auto mode = shadow_.has(id) ? model_.window(id)->mode : Mode::floating;
    const auto result = model_.set_parent(id, parent);
    failed_ = !result;
    std::string fault = judge(result, shadow_.has(id));
    if (!fault.empty() || !result) {
        return fault;
    }
    const bool dialog = shadow_.set_parent(id, parent);
    return wrong_mode(model_, id, dialog && mode == Mode::tiled ? Mode::floating : mode);
}

std::string RandomUser::float_window() {
    const WindowId id = any_window();
    const bool floating = chance(50);
    done_ = formatted("set_floating({}, {})", id.value, floating);
    const Snapshot before(model_);
    const auto result = model_.set_floating(id, floating);
    failed_ = !result;
    std::string fault = judge(result, shadow_.has(id));
    if (!fault.empty() || !result) {
        return fault;
    }
    const WorkspaceInfo& workspace = *before.workspace_of(id);
    const bool floats = floating || workspace.layout == LayoutKind::floating;
    fault = wrong_mode(model_, id, floats ? Mode::floating : Mode::tiled);
    const bool may_vanish = before.fullscreen_of(workspace).valid() && id == before.focused;
    return fault.empty() && !may_vanish ? focus_kept(before) : fault;
}

std::string RandomUser::make_fullscreen() {
    const WindowId id = any_window();
    const bool fullscreen = chance(60);
    const OutputId on = chance(25) ? any_output() : OutputId{};
    done_ = formatted("set_fullscreen({}, {}, {})", id.value, fullscreen, on.value);
    const Snapshot before(model_);
    const auto result = model_.set_fullscreen(id, fullscreen, on);
    failed_ = !result;
    std::string fault = judge(result, shadow_.has(id) && (!on.valid() || is_output(on)));
    if (!fault.empty() || !result) {
        return fault;
    }
    const WindowState state = *model_.window(id);
    if (state.fullscreen != fullscreen) {
        return "it did not happen";
    }
    const OutputId expected = on.valid() && fullscreen ? on : before.placement_of(id)->output;
    if (state.output != expected) {
        return "it is on another output";
    }
    if (!fullscreen && before.focused == id) {
        return focus_kept(before);
    }
    return {};
}

std::string RandomUser::set_box() {
    const WindowId id = any_window();
    const Box box = any_box();
    done_ = formatted("set_box({}, {}x{}@{},{})", id.value, box.width, box.height, box.x, box.y);
    const Snapshot before(model_);
    const auto result = model_.set_box(id, box);
    failed_ = !result;
    std::string fault = judge(result, shadow_.has(id) && box.width >= 0 && box.height >= 0);
    if (!fault.empty() || !result) {
        return fault;
    }
    const WindowState state = *model_.window(id);
    if (state.mode != Mode::floating) {
        return "it does not float";
    }
    const Placement& old = *before.placement_of(id);
    const int width = box.width > 0 ? box.width : old.box.width;
    if (!state.fullscreen && state.box.width != std::min(width, 1 << 23)) {
        return "its width is another";
    }
    if (id == before.focused && old.visible && model_.focused() != id) {
        return "it lost the focus";
    }
    return {};
}

std::string RandomUser::place_external() {
    const WindowId id = any_window();
    const Box box = any_box();
    done_ =
        formatted("place_external({}, {}x{}@{},{})", id.value, box.width, box.height, box.x, box.y);
    const auto within = [](int value, int low) { return value >= low && value <= 1 << 23; };
    const bool sound = within(box.x, -(1 << 23)) && within(box.y, -(1 << 23)) &&
                       within(box.width, 1) && within(box.height, 1);
    const auto result = model_.place_external(id, box);
    failed_ = !result;
    std::string fault = judge(result, shadow_.has(id) && sound);
    if (fault.empty() && result) {
        shadow_.external[id] = box;
        fault = wrong_mode(model_, id, Mode::external);
    }
    return fault;
}

std::string RandomUser::reorder() {
    const WindowId id = any_window();
    const bool promote = chance(50);
    const bool forward = chance(50);
    done_ = promote ? formatted("promote({})", id.value)
                    : formatted("shift({}, {})", id.value, forward);
    const Snapshot before(model_);
    const auto tiled = [&] {
        const auto state = model_.window(id);
        return state && state->mode == Mode::tiled;
    }();
    const auto result = promote ? model_.promote(id) : model_.shift(id, forward);
    failed_ = !result;
    std::string fault = judge(result, tiled);
    if (!fault.empty() || !result) {
        return fault;
    }
    const Snapshot after(model_);
    const std::vector<WindowId>& old = before.workspace_of(id)->windows;
    const std::vector<WindowId>& now = after.workspace_of(id)->windows;
    if (sorted(old) != sorted(now)) {
        return "the workspace has other windows";
    }
    const auto tiles_of = [&](std::vector<WindowId> ids) {
        std::erase_if(ids, [&](WindowId w) { return model_.window(w)->mode != Mode::tiled; });
        return ids;
    };
    if ((tiles_of(old) == tiles_of(now)) != (tiles_of(old).size() < 2)) {
        return "the order is as it was";
    }
    return focus_kept(before);
}

} // namespace exwm_vr::wm::test
