// SPDX-License-Identifier: MIT
#include "wm/placing.hpp"

#include "wm/arrange.hpp"
#include "wm/focus.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace exwm_vr::wm {

namespace {

constexpr std::size_t at_end = std::numeric_limits<std::size_t>::max();

bool is_shown(const Output& output, int workspace) {
    return output.id.valid() && output.shown == workspace;
}

/// The size that a window gets when nobody has said one: its wish, else half of the usable area.
Size first_size(const Window& window, const Box& usable, int border) {
    const Size wish = window.traits.preferred;
    if (wish.empty()) {
        return {std::max(1, usable.width / 2), std::max(1, usable.height / 2)};
    }
    const Size outer{
        std::min(wish.width, max_coordinate) + 2 * border,
        std::min(wish.height, max_coordinate) + 2 * border,
    };
    if (window.traits.fixed_size) {
        return outer;
    }
    return {std::min(outer.width, usable.width), std::min(outer.height, usable.height)};
}

/// Moves @p box down and right, a step at a time, off windows that float at the very same place.
Box beside_others(const State& state, const Window& window, Box box, const Box& usable) {
    constexpr int step = 24;
    constexpr int most_steps = 12;
    const auto taken = [&](const Box& place) {
        return std::ranges::any_of(workspace_of(state, window).windows, [&](WindowId id) {
            const Window& other = window_at(state, id);
            return other.floating && id != window.id &&
                   other.floating->box.origin() == place.origin();
        });
    };
    for (int i = 0; i < most_steps && taken(box); ++i) {
        Box next = box;
        next.x += step;
        next.y += step;
        if (!usable.contains(next)) {
            break;
        }
        box = next;
    }
    return box;
}

void float_first_time(State& state, Window& window) {
    const Output& output = output_of(state, window);
    const Box& usable = output.area.usable;
    const Size size = first_size(window, usable, state.options.border);
    const WindowId parent = window.traits.parent;
    const Box over = parent.valid() ? box_of(state, window_at(state, parent)) : usable;
    Box box = sane_box(centred(size, over, usable));
    if (!parent.valid() && !window.traits.fixed_size && window.mode == Mode::tiled) {
        box = beside_others(state, window, box, usable);
    }
    window.floating = FloatingBox{.box = box, .area = output.area.full};
}

/// The fullscreen window to which the focus belongs now; null when it belongs to none.
const Window* focused_fullscreen(const State& state) {
    if (!has_outputs(state)) {
        return nullptr;
    }
    const Output& output = focused_place(state);
    return fullscreen_on(state, output.workspaces[static_cast<std::size_t>(output.shown)]);
}

std::int64_t shared_area(const Box& a, const Box& b) {
    const Box shared = a.intersection(b);
    return std::int64_t{shared.width} * shared.height;
}

/// The output that shows most of @p box; @p now where others show no more.
Output& output_under(State& state, const Box& box, Output& now) {
    Output* best = &now;
    for (Output& output : state.outputs) {
        if (shared_area(box, output.area.full) > shared_area(box, best->area.full)) {
            best = &output;
        }
    }
    return *best;
}

} // namespace

void give_floating_boxes(State& state) {
    for (const WindowId id : state.created) {
        Window& window = window_at(state, id);
        if (!window.floating && mode_of(state, window) == Mode::floating) {
            float_first_time(state, window);
        }
    }
}

void float_in_place(State& state, const std::vector<Placement>& before) {
    for (const Placement& placement : before) {
        Window& window = window_at(state, placement.window);
        if (!window.floating && !window.fullscreen && mode_of(state, window) == Mode::floating) {
            window.floating =
                FloatingBox{.box = placement.box, .area = output_of(state, window).area.full};
        }
    }
}

void widen_floating_boxes(State& state, int by) {
    for (auto& [id, window] : state.windows) {
        if (window.floating) {
            Box& box = window.floating->box;
            box = sane_box({box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by});
        }
    }
}

void add_window(State& state, WindowId id, const WindowTraits& traits) {
    Window window{.id = id, .traits = traits};
    const Window* parent = find_window(state, traits.parent);
    if (parent == nullptr) {
        window.traits.parent = {};
    }
    if (parent != nullptr || traits.fixed_size || traits.wants_floating) {
        window.mode = Mode::floating;
    }
    Output& output = parent != nullptr ? output_of(state, *parent) : focused_place(state);
    const int workspace = parent != nullptr ? parent->workspace : output.shown;
    const Workspace& target = output.workspaces[static_cast<std::size_t>(workspace)];
    const Window* front = fullscreen_on(state, target);
    const bool covered = front != nullptr && !is_ancestor(state, front->id, window);
    const Window* owner = focused_fullscreen(state);
    const bool refused = owner != nullptr && !is_ancestor(state, owner->id, window);
    if (traits.wants_fullscreen && !covered) {
        if (front != nullptr) {
            leave_fullscreen(window_at(state, front->id));
        }
        window.fullscreen = true;
    }
    state.created.push_back(id);
    Window& added = state.windows.emplace(id, std::move(window)).first->second;
    attach(state, added, output, workspace, at_end);
    added.raise_time = ++state.clock;
    if (!covered) {
        added.focus_time = ++state.clock;
        if (is_shown(output, workspace) && !refused) {
            state.focused_output = output.id;
        }
    }
    added.urgent = has_outputs(state) && (covered || !is_shown(output, workspace));
}

void remove_window(State& state, Window& window) {
    const WindowId id = window.id;
    for (auto& [other, child] : state.windows) {
        if (child.traits.parent == id) {
            child.traits.parent = window.traits.parent;
        }
    }
    detach(state, window);
    std::erase(state.created, id);
    state.windows.erase(id);
}

void move_floating(State& state, Window& window, const Box& box) {
    if (mode_of(state, window) != Mode::floating) {
        window.mode = Mode::floating;
        raise(state, window);
    }
    Output& now = output_of(state, window);
    const Box kept = kept_in_layout(box, output_boxes(state, now));
    window.floating = FloatingBox{.box = kept, .area = now.area.full};
    Output& under = output_under(state, kept, now);
    const bool unseen = !is_shown(now, window.workspace) || window.fullscreen;
    if (&under == &now || unseen) {
        return;
    }
    const Workspace& target = under.workspaces[static_cast<std::size_t>(under.shown)];
    if (fullscreen_on(state, target) != nullptr) {
        return; // it would vanish behind that one in the middle of being moved
    }
    const bool focused = focused_window(state) == window.id;
    window.mode = Mode::floating; // also where the other workspace tiles
    window.floating->area = under.area.full;
    window.homes.clear();
    detach(state, window);
    attach(state, window, under, under.shown, at_end);
    if (focused) {
        state.focused_output = under.id;
    }
}

void enter_fullscreen(State& state, Window& window, Output* on) {
    if (on != nullptr && on->id != window.output) {
        const bool focused = focused_window(state) == window.id;
        leave_fullscreen(window);
        move_by_hand(state, window, *on, on->shown);
        if (focused) {
            state.focused_output = on->id;
        }
    }
    if (const Window* front = fullscreen_on(state, workspace_of(state, window))) {
        leave_fullscreen(window_at(state, front->id));
    }
    window.fullscreen = true;
    raise(state, window);
}

} // namespace exwm_vr::wm
