// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "shadow.hpp"
#include "tile_cover.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace exwm_vr::wm::test {

namespace {

/// One look at a model, with each window's own state.
struct Look {
    const Shadow& shadow;
    const Model& model;
    Snapshot now;
    std::map<WindowId, WindowState> states;

    Look(const Model& looked_at, const Shadow& told)
        : shadow(told)
        , model(looked_at)
        , now(looked_at) {
        for (const WindowId id : now.windows) {
            if (const auto state = model.window(id)) {
                states[id] = *state;
            }
        }
    }
};

std::string text(const Box& b) {
    return formatted("{}x{}@{},{}", b.width, b.height, b.x, b.y);
}

std::string windows_are_there_once(const Look& look) {
    if (look.now.windows != look.shadow.created) {
        return "windows() is not what was added, in that order";
    }
    if (look.model.states() != look.states) {
        return "states() is not what window() says of each";
    }
    std::set<WindowId> placed;
    for (const Placement& placement : look.now.placements) {
        if (!look.shadow.has(placement.window) || !placed.insert(placement.window).second) {
            return formatted("arrange() has window {} twice or wrongly", placement.window.value);
        }
    }
    std::set<WindowId> listed;
    for (const WorkspaceInfo& info : look.now.workspaces) {
        for (const WindowId id : info.windows) {
            if (!look.shadow.has(id) || !listed.insert(id).second) {
                return formatted("workspaces() has window {} twice or wrongly", id.value);
            }
            const WindowState& state = look.states.at(id);
            if (state.output != info.output || state.workspace != info.index) {
                return formatted("window {} is not where it is listed", id.value);
            }
        }
    }
    if (placed.size() != look.shadow.created.size() || listed.size() != placed.size()) {
        return "a window is missing from arrange() or workspaces()";
    }
    return {};
}

std::string states_match_placements(const Look& look) {
    for (const Placement& placement : look.now.placements) {
        const WindowState& state = look.states.at(placement.window);
        if (state.output != placement.output || state.box != placement.box ||
            state.fullscreen != placement.fullscreen || state.focused != placement.focused ||
            state.urgent != placement.urgent) {
            return formatted("window({0}) and arrange() disagree", placement.window.value);
        }
        if (placement.tiled != (!state.fullscreen && state.mode != Mode::floating)) {
            return formatted("window {} is wrongly tiled or not", placement.window.value);
        }
    }
    return {};
}

std::string outputs_show_one_workspace(const Look& look) {
    std::set<OutputId> known;
    for (const auto& [id, area] : look.shadow.outputs) {
        known.insert(id);
    }
    const std::vector<OutputId>& outputs = look.now.outputs;
    if (std::set(outputs.begin(), outputs.end()) != known || outputs.size() != known.size()) {
        return "outputs() is not what was added";
    }
    std::map<OutputId, std::vector<const WorkspaceInfo*>> by_output;
    for (const WorkspaceInfo& info : look.now.workspaces) {
        by_output[info.output].push_back(&info);
    }
    if (known.empty()) {
        known.insert(OutputId{}); // where windows wait
    }
    for (const auto& [output, infos] : by_output) {
        if (!known.contains(output)) {
            return formatted("workspaces() names output {}", output.value);
        }
        const auto active = std::ranges::count(infos, true, &WorkspaceInfo::active);
        if (active != (output.valid() ? 1 : 0)) {
            return formatted("output {} shows {} workspaces", output.value, active);
        }
        for (std::size_t i = 0; i < infos.size(); ++i) {
            if (!std::cmp_equal(infos[i]->index, i) || infos[i]->name != std::to_string(i + 1)) {
                return formatted("workspace {} of output {} is misnumbered", i, output.value);
            }
            if (infos[i]->active && look.model.shown_workspace(output) != infos[i]->index) {
                return "shown_workspace() and workspaces() disagree";
            }
        }
        const WorkspaceInfo& last = *infos.back();
        if (std::cmp_less(infos.size(), look.shadow.options.workspaces) ||
            (last.index >= look.shadow.options.workspaces && last.windows.empty() &&
             output.valid() && !last.active)) {
            return formatted("output {} has {} workspaces", output.value, infos.size());
        }
    }
    return by_output.size() == known.size() ? "" : "an output has no workspaces";
}

std::string focus_is_right(const Look& look) {
    const Snapshot& now = look.now;
    if (look.shadow.outputs.contains(now.focused_output) == look.shadow.outputs.empty()) {
        return "focused_output() is not an output";
    }
    for (const WorkspaceInfo& info : now.workspaces) {
        if (info.focused != (info.active && info.output == now.focused_output)) {
            return "the focused workspace is not the one shown on the focused output";
        }
    }
    for (const Placement& placement : now.placements) {
        if (placement.focused != (placement.window == now.focused)) {
            return formatted("arrange() has the focus on window {}", placement.window.value);
        }
    }
    const WorkspaceInfo* workspace = now.shown_on(now.focused_output);
    if (!now.focused.valid()) {
        return workspace == nullptr || workspace->windows.empty() ? "" : "nothing has the focus";
    }
    const Placement* placement = now.placement_of(now.focused);
    if (placement == nullptr || !placement->visible || placement->urgent ||
        placement->output != now.focused_output) {
        return formatted("the focus is on window {}, unseen or urgent", now.focused.value);
    }
    return {};
}

bool should_be_seen(const Look& look, const WorkspaceInfo& info, WindowId fullscreen, WindowId id) {
    if (!info.active) {
        return false;
    }
    if (!fullscreen.valid() || id == fullscreen) {
        return true;
    }
    return look.states.at(id).mode == Mode::floating && look.shadow.is_ancestor(fullscreen, id);
}

std::string visibility_is_right(const Look& look) {
    for (const WorkspaceInfo& info : look.now.workspaces) {
        const WindowId fullscreen = look.now.fullscreen_of(info);
        const bool one_tile = info.layout == LayoutKind::monocle && !fullscreen.valid();
        int tiles = 0;
        int seen_tiles = 0;
        for (const WindowId id : info.windows) {
            const Placement& placement = *look.now.placement_of(id);
            if (placement.fullscreen && id != fullscreen) {
                return formatted("workspace {} has two fullscreen windows", info.name);
            }
            if (one_tile && look.states.at(id).mode == Mode::tiled) {
                ++tiles;
                seen_tiles += placement.visible ? 1 : 0;
            } else if (placement.visible != should_be_seen(look, info, fullscreen, id)) {
                return formatted("window {} is wrongly seen or not", id.value);
            }
        }
        if (seen_tiles != (info.active ? std::min(tiles, 1) : 0)) {
            return formatted("monocle on workspace {} shows {} tiles", info.name, seen_tiles);
        }
    }
    return {};
}

std::string boxes_are_sound(const Look& look) {
    for (const Placement& placement : look.now.placements) {
        const Box& box = placement.box;
        const auto id = placement.window;
        const int border = placement.border;
        if (border < 0 || border > look.shadow.options.border || box.width - 2 * border < 1 ||
            box.height - 2 * border < 1) {
            return formatted("window {} has box {}, border {}", id.value, text(box), border);
        }
        const auto output = look.shadow.outputs.find(placement.output);
        if (placement.fullscreen) {
            if (border != 0 ||
                (output != look.shadow.outputs.end() && box != output->second.full)) {
                return formatted("fullscreen window {} has box {}", id.value, text(box));
            }
            continue;
        }
        const Mode mode = look.states.at(id).mode;
        if (mode == Mode::external && box != look.shadow.external.at(id)) {
            return formatted("external window {} has box {}", id.value, text(box));
        }
        if (mode == Mode::floating && !look.shadow.outputs.empty() &&
            std::ranges::all_of(look.shadow.outputs, [&](const auto& known) {
                return known.second.full.intersection(box).empty();
            })) {
            return formatted("window {} floats outside at {}", id.value, text(box));
        }
    }
    return {};
}

std::string tiles_cover(const Look& look) {
    for (const WorkspaceInfo& info : look.now.workspaces) {
        const auto output = look.shadow.outputs.find(info.output);
        if (output == look.shadow.outputs.end() || look.now.fullscreen_of(info).valid()) {
            continue;
        }
        std::vector<Box> tiles;
        for (const WindowId id : info.windows) {
            if (look.states.at(id).mode == Mode::tiled) {
                tiles.push_back(look.states.at(id).box);
            }
        }
        if (info.layout == LayoutKind::floating && !tiles.empty()) {
            return "something is tiled in the floating layout";
        }
        if (info.layout == LayoutKind::monocle && !tiles.empty()) {
            if (std::ranges::adjacent_find(tiles, std::not_equal_to<>{}) != tiles.end()) {
                return "monocle's boxes differ";
            }
            tiles.resize(1);
        }
        const auto fault = tile_fault(tiles, output->second.usable, look.shadow.options.gap);
        if (!fault.empty()) {
            return formatted("{} on workspace {}: {}", to_string(info.layout), info.name, fault);
        }
    }
    return {};
}

int layer(const Look& look, const Placement& placement) {
    if (!placement.visible) {
        return 0;
    }
    if (placement.fullscreen) {
        return 4;
    }
    switch (look.states.at(placement.window).mode) {
    case Mode::tiled:
        return 1;
    case Mode::external:
        return 2;
    case Mode::floating:
        break;
    }
    return look.now.fullscreen_of(*look.now.workspace_of(placement.window)).valid() ? 5 : 3;
}

std::string stack_is_in_order(const Look& look) {
    const auto layer_of = [&](const Placement& placement) { return layer(look, placement); };
    if (!std::ranges::is_sorted(look.now.placements, {}, layer_of)) {
        return "the stack is out of order";
    }
    for (const WorkspaceInfo& info : look.now.workspaces) {
        const auto floats = [&](WindowId id) { return look.states.at(id).mode == Mode::floating; };
        if (!std::ranges::is_partitioned(info.windows, std::not_fn(floats))) {
            return formatted("workspace {} lists floating windows before others", info.name);
        }
        if (look.now.fullscreen_of(info).valid()) {
            continue; // its dialogs are above the rest, whatever was raised last
        }
        for (const bool visible : {false, true}) {
            std::vector<WindowId> listed;
            std::vector<WindowId> stacked;
            for (const WindowId id : info.windows) {
                if (floats(id) && !look.states.at(id).fullscreen &&
                    look.now.placement_of(id)->visible == visible) {
                    listed.push_back(id);
                }
            }
            for (const Placement& placement : look.now.placements) {
                if (std::ranges::contains(listed, placement.window)) {
                    stacked.push_back(placement.window);
                }
            }
            if (listed != stacked) {
                return formatted("workspace {} lists another stack", info.name);
            }
        }
    }
    return {};
}

} // namespace

std::string broken_promise(const Model& model, const Shadow& shadow) {
    const Look look(model, shadow);
    for (const auto promise :
         {windows_are_there_once,
          states_match_placements,
          outputs_show_one_workspace,
          focus_is_right,
          visibility_is_right,
          boxes_are_sound,
          tiles_cover,
          stack_is_in_order}) {
        if (std::string fault = promise(look); !fault.empty()) {
            return fault;
        }
    }
    return {};
}

} // namespace exwm_vr::wm::test
