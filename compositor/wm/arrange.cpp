// SPDX-License-Identifier: MIT
#include "wm/arrange.hpp"

#include "wm/focus.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <tuple>
#include <utility>

namespace exwm_vr::wm {

namespace {

enum class Layer : std::uint8_t { tiles, external, floating, fullscreen, dialogs };

/// A placement and what decides on its place in the stack.
struct Stacked {
    Layer layer{};
    std::uint64_t rank = 0; ///< within the layer
    Placement placement;

    [[nodiscard]] auto key() const { return std::tuple(placement.visible, layer, rank); }
};

/// What holds for all windows of a workspace.
struct Scene {
    const State& state;
    const Output& output;
    bool shown = false;
    WindowId focused;
    TileOptions tiling;
    const Window* fullscreen = nullptr;
    Family family; ///< of the fullscreen window
    std::vector<Box> layout;
};

int border_for(const Box& box, int wanted) {
    // At least one px is left for the window itself.
    return std::min(wanted, (std::min(box.width, box.height) - 1) / 2);
}

Box floating_box(const Window& window, const Output& output, std::span<const Box> layout) {
    if (!window.floating) {
        return output.area.usable; // only while its first place is being looked for
    }
    const Box box = carried_over(*window.floating, output.area.full, !window.traits.fixed_size);
    return kept_in_layout(box, layout);
}

Stacked stacked(const Scene& scene, const Window& window, Mode mode) {
    Stacked item{.rank = window.raise_time};
    Placement& placement = item.placement;
    placement.window = window.id;
    placement.output = scene.output.id;
    placement.fullscreen = window.fullscreen;
    placement.focused = window.id == scene.focused;
    placement.urgent = window.urgent;
    placement.visible =
        scene.shown && (scene.fullscreen == nullptr || scene.family.contains(window.id));
    if (window.fullscreen) {
        item.layer = Layer::fullscreen;
        placement.box = scene.output.area.full;
        return item;
    }
    placement.tiled = mode != Mode::floating;
    if (mode == Mode::floating) {
        item.layer = scene.family.contains(window.id) ? Layer::dialogs : Layer::floating;
        placement.box = floating_box(window, scene.output, scene.layout);
    } else if (mode == Mode::external) {
        item.layer = Layer::external;
        placement.box = window.external;
    }
    placement.border = border_for(placement.box, scene.state.options.border);
    return item;
}

/// Gives tiles their boxes; of monocle's, only the one focused last is to be seen.
void place_tiles(const Scene& scene, std::span<Stacked*> tiles) {
    const std::vector<Box> boxes = tile_boxes(tiles.size(), scene.output.area.usable, scene.tiling);
    std::size_t top = 0;
    std::uint64_t top_time = 0;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        Stacked& tile = *tiles[i];
        tile.rank = i;
        const std::uint64_t time = window_at(scene.state, tile.placement.window).focus_time;
        if (time >= top_time) {
            top = i;
            top_time = time;
        }
        if (!tile.placement.fullscreen) {
            tile.placement.box = boxes[i];
            tile.placement.border = border_for(boxes[i], scene.state.options.border);
        }
    }
    if (scene.tiling.kind != LayoutKind::monocle || tiles.empty()) {
        return;
    }
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        Placement& placement = tiles[i]->placement;
        placement.visible = placement.visible && (i == top || placement.fullscreen);
    }
    tiles[top]->rank = tiles.size();
}

void stack_workspace(
    const State& state,
    const Output& output,
    std::size_t index,
    WindowId focused,
    std::vector<Stacked>& stack
) {
    const Workspace& workspace = output.workspaces[index];
    Scene scene{
        .state = state,
        .output = output,
        .shown = output.id.valid() && std::cmp_equal(output.shown, index),
        .focused = focused,
        .tiling = tiling_of(state, workspace),
        .fullscreen = fullscreen_on(state, workspace),
        .family = {},
        .layout = output_boxes(state, output),
    };
    if (scene.fullscreen != nullptr) {
        scene.family = family_of(state, *scene.fullscreen);
    }
    const std::size_t first = stack.size();
    stack.reserve(first + workspace.windows.size());
    std::vector<std::size_t> tile_places;
    for (const WindowId id : workspace.windows) {
        const Window& window = window_at(state, id);
        const Mode mode = mode_of(state, window);
        if (mode == Mode::tiled) {
            tile_places.push_back(stack.size());
        }
        stack.push_back(stacked(scene, window, mode));
    }
    std::vector<Stacked*> tiles;
    tiles.reserve(tile_places.size());
    for (const std::size_t place : tile_places) {
        tiles.push_back(&stack[place]);
    }
    place_tiles(scene, tiles);
}

std::vector<Placement> sorted(std::vector<Stacked> stack) {
    std::ranges::stable_sort(stack, {}, &Stacked::key);
    std::vector<Placement> placements;
    placements.reserve(stack.size());
    for (const Stacked& item : stack) {
        placements.push_back(item.placement);
    }
    return placements;
}

/// Tiling order, then floating ones in stacking order.
std::vector<WindowId> listed(const State& state, const Workspace& workspace) {
    std::vector<WindowId> ids = workspace.windows;
    const auto floating = std::ranges::stable_partition(ids, [&](WindowId id) {
        return mode_of(state, window_at(state, id)) != Mode::floating;
    });
    std::ranges::sort(floating, {}, [&](WindowId id) { return window_at(state, id).raise_time; });
    return ids;
}

} // namespace

std::vector<Placement> arrange_workspace(const State& state, const Output& output, int index) {
    std::vector<Stacked> stack;
    stack_workspace(state, output, static_cast<std::size_t>(index), focused_window(state), stack);
    return sorted(std::move(stack));
}

std::vector<Placement> arrange_all(const State& state) {
    std::vector<Stacked> stack;
    stack.reserve(state.windows.size());
    const WindowId focused = focused_window(state);
    for (const Output& output : state.outputs) {
        for (std::size_t i = 0; i < output.workspaces.size(); ++i) {
            stack_workspace(state, output, i, focused, stack);
        }
    }
    return sorted(std::move(stack));
}

Box box_of(const State& state, const Window& window) {
    for (const Placement& placement :
         arrange_workspace(state, output_of(state, window), window.workspace)) {
        if (placement.window == window.id) {
            return placement.box;
        }
    }
    return {};
}

Box floating_box_of(const State& state, const Window& window) {
    const Output& output = output_of(state, window);
    return floating_box(window, output, output_boxes(state, output));
}

WorkspaceInfo describe_workspace(const State& state, const Output& output, std::size_t index) {
    const Workspace& workspace = output.workspaces[index];
    const bool active = output.id.valid() && std::cmp_equal(output.shown, index);
    const auto is_urgent = [&](WindowId id) { return window_at(state, id).urgent; };
    return {
        .output = output.id,
        .index = static_cast<int>(index),
        .name = std::to_string(index + 1),
        .layout = tiling_of(state, workspace).kind,
        .active = active,
        .focused = active && output.id == state.focused_output,
        .urgent = std::ranges::any_of(workspace.windows, is_urgent),
        .windows = listed(state, workspace),
    };
}

} // namespace exwm_vr::wm
