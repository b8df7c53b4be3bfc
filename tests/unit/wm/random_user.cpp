// SPDX-License-Identifier: MIT
#include "random_user.hpp"

#include "base/format.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace exwm_vr::wm::test {

namespace {

constexpr std::size_t most_windows = 25;

Options first_options() {
    Options options;
    options.workspaces = 4;
    return options;
}

} // namespace

RandomUser::RandomUser(std::uint64_t seed)
    : random_(seed)
    , shadow_{.options = first_options()}
    , model_(shadow_.options) {}

std::string RandomUser::step() {
    struct Choice {
        std::string (RandomUser::*act)();
        std::uint64_t weight;
    };

    static constexpr std::array choices{
        Choice{&RandomUser::open_window, 16},      Choice{&RandomUser::close_window, 9},
        Choice{&RandomUser::focus_window, 8},      Choice{&RandomUser::focus_output, 4},
        Choice{&RandomUser::step_focus, 6},        Choice{&RandomUser::focus_direction, 8},
        Choice{&RandomUser::mark_urgent, 3},       Choice{&RandomUser::float_window, 6},
        Choice{&RandomUser::set_parent, 3},        Choice{&RandomUser::make_fullscreen, 7},
        Choice{&RandomUser::set_box, 8},           Choice{&RandomUser::place_external, 5},
        Choice{&RandomUser::reorder, 6},           Choice{&RandomUser::show_workspace, 7},
        Choice{&RandomUser::move_to_workspace, 8}, Choice{&RandomUser::move_to_output, 4},
        Choice{&RandomUser::change_layout, 6},     Choice{&RandomUser::change_masters, 4},
        Choice{&RandomUser::change_options, 3},    Choice{&RandomUser::add_output, 5},
        Choice{&RandomUser::resize_output, 4},     Choice{&RandomUser::remove_output, 4},
        Choice{&RandomUser::replug_output, 3},
    };
    std::uint64_t total = 0;
    for (const Choice& choice : choices) {
        total += choice.weight;
    }
    std::uint64_t pick = below(total);
    const Choice* chosen = choices.data();
    while (pick >= chosen->weight) {
        pick -= chosen->weight;
        ++chosen;
    }
    const Snapshot before(model_);
    failed_ = false;
    std::string fault = (this->*chosen->act)();
    if (fault.empty() && failed_) {
        fault = difference(before, Snapshot(model_));
        fault = fault.empty() ? "" : "an error changed something: " + fault;
    }
    if (fault.empty()) {
        fault = broken_promise(model_, shadow_);
    }
    shadow_.note_focus(model_.focused());
    return fault;
}

// --- chance: std's distributions differ between libraries, so numbers are drawn by hand ---

std::uint64_t RandomUser::below(std::uint64_t limit) {
    return random_() % limit;
}

int RandomUser::between(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::uint64_t>(high - low) + 1));
}

bool RandomUser::chance(int percent) {
    return between(1, 100) <= percent;
}

WindowId RandomUser::any_window() {
    if (shadow_.created.empty() || chance(4)) {
        return chance(50) ? WindowId{} : WindowId{1'000'000 + below(10)};
    }
    return shadow_.created[below(shadow_.created.size())];
}

OutputId RandomUser::any_output() {
    if (shadow_.outputs.empty() || chance(6)) {
        return OutputId{1'000'000};
    }
    return std::next(
               shadow_.outputs.begin(), between(0, static_cast<int>(shadow_.outputs.size()) - 1)
    )
        ->first;
}

int RandomUser::any_length() {
    constexpr std::array odd{
        0, 1, 2, 3, -1, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()
    };
    if (chance(10)) {
        return odd[below(odd.size())];
    }
    return chance(15) ? between(1, 40) : between(50, 2000);
}

Box RandomUser::any_box() {
    constexpr int extreme = std::numeric_limits<int>::max();
    const int x = chance(3) ? extreme : between(-2500, 4500);
    const int y = chance(3) ? -extreme : between(-1500, 2500);
    return {x, y, any_length(), any_length()};
}

Options RandomUser::any_options() {
    Options options;
    options.workspaces = between(1, 6);
    options.layout = static_cast<LayoutKind>(below(4));
    options.master_ratio = between(10, 90) / 100.0;
    options.master_count = between(1, 4);
    options.gap = chance(20) ? between(0, 200) : between(0, 12);
    options.border = between(0, 8);
    return options;
}

// --- judging ---

std::string RandomUser::judge(const Result<void>& result, bool should_succeed) {
    if (result.has_value() == should_succeed) {
        return {};
    }
    return should_succeed ? "the call failed: " + result.error().message
                          : "the call should have failed";
}

std::string RandomUser::focus_kept(const Snapshot& before) const {
    if (model_.focused() == before.focused && model_.focused_output() == before.focused_output) {
        return {};
    }
    return formatted(
        "the focus went from window {} to {}", before.focused.value, model_.focused().value
    );
}

int RandomUser::workspace_count(OutputId output) const {
    const auto infos = model_.workspaces();
    return static_cast<int>(std::ranges::count(infos, output, &WorkspaceInfo::output));
}

// --- windows come and go ---

std::string RandomUser::open_window() {
    if (shadow_.created.size() >= most_windows) {
        return close_window();
    }
    const bool again = chance(2) && !shadow_.created.empty();
    const WindowId id = again ? shadow_.created.front() : WindowId{++last_window_};
    const WindowTraits traits{
        .parent = chance(35) ? any_window() : WindowId{},
        .preferred = {any_length(), any_length()},
        .fixed_size = chance(15),
        .wants_floating = chance(8),
        .wants_fullscreen = chance(8),
    };
    done_ = formatted(
        "add_window({}, parent {}{}{})",
        id.value,
        traits.parent.value,
        traits.fixed_size ? ", fixed" : "",
        traits.wants_fullscreen ? ", fullscreen" : ""
    );
    const Snapshot before(model_);
    model_.add_window(id, traits);
    if (again) {
        return difference(before, Snapshot(model_));
    }
    const bool dialog = shadow_.has(traits.parent);
    shadow_.add(id, dialog ? traits.parent : WindowId{});

    const WorkspaceInfo* target =
        dialog ? before.workspace_of(traits.parent) : before.shown_on(before.focused_output);
    const auto kept_from_focus_by = [&](const WorkspaceInfo* workspace) {
        const WindowId fullscreen = workspace ? before.fullscreen_of(*workspace) : WindowId{};
        return fullscreen.valid() && !shadow_.is_ancestor(fullscreen, id);
    };
    const bool takes_focus = target != nullptr && target->active && !kept_from_focus_by(target) &&
                             !kept_from_focus_by(before.shown_on(before.focused_output));
    if (takes_focus ? model_.focused() != id : model_.focused() != before.focused) {
        return formatted("the focus is on window {}", model_.focused().value);
    }
    const WindowState state = *model_.window(id);
    if (target != nullptr && (state.output != target->output || state.workspace != target->index)) {
        return "it is on another workspace";
    }
    if ((dialog || traits.fixed_size || traits.wants_floating) && state.mode != Mode::floating) {
        return "it does not float";
    }
    if (state.fullscreen && (!traits.wants_fullscreen || kept_from_focus_by(target))) {
        return "it should not be fullscreen";
    }
    return {};
}

std::string RandomUser::close_window() {
    const WindowId id = any_window();
    done_ = formatted("remove_window({})", id.value);
    const Snapshot before(model_);
    model_.remove_window(id);
    if (!shadow_.has(id)) {
        return difference(before, Snapshot(model_));
    }
    shadow_.remove(id);
    if (id != before.focused) {
        return focus_kept(before);
    }
    // The one of those to be seen that had the focus last, if all of them ever had it.
    const Snapshot now(model_);
    const WorkspaceInfo* workspace = now.shown_on(before.focused_output);
    const WindowId fullscreen = now.fullscreen_of(*workspace);
    WindowId expected;
    std::ptrdiff_t last = -1;
    for (const WindowId other : workspace->windows) {
        if (fullscreen.valid() && !now.placement_of(other)->visible) {
            continue;
        }
        const auto at = std::ranges::find(shadow_.focus_history, other);
        if (at == shadow_.focus_history.end()) {
            return {};
        }
        if (at - shadow_.focus_history.begin() > last) {
            last = at - shadow_.focus_history.begin();
            expected = other;
        }
    }
    if (now.focused != expected) {
        return formatted("the focus went to {}, not {}", now.focused.value, expected.value);
    }
    return {};
}

} // namespace exwm_vr::wm::test
