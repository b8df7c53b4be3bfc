// SPDX-License-Identifier: MIT
#include "wm/tiling_order.hpp"

#include <algorithm>
#include <utility>

namespace exwm_vr::wm {

namespace {

/// The workspace's tiles in order, as references into its list: floating ones keep their places.
std::vector<WindowId*> tiles_beside(State& state, const Window& window) {
    Output& output = output_of(state, window);
    Workspace& workspace = output.workspaces[static_cast<std::size_t>(window.workspace)];
    std::vector<WindowId*> tiles;
    for (WindowId& id : workspace.windows) {
        if (mode_of(state, window_at(state, id)) == Mode::tiled) {
            tiles.push_back(&id);
        }
    }
    return tiles;
}

} // namespace

void swap_with_master(State& state, const Window& window) {
    const std::vector<WindowId*> tiles = tiles_beside(state, window);
    if (tiles.size() < 2) {
        return;
    }
    const auto self = std::ranges::find_if(tiles, [&](WindowId* id) { return *id == window.id; });
    std::swap(*tiles.front(), self == tiles.begin() ? *tiles[1] : **self);
}

void shift_tile(State& state, const Window& window, bool forward) {
    const std::vector<WindowId*> tiles = tiles_beside(state, window);
    std::vector<WindowId> order;
    order.reserve(tiles.size());
    for (const WindowId* id : tiles) {
        order.push_back(*id);
    }
    const auto self = std::ranges::find(order, window.id);
    if (forward && self + 1 == order.end()) {
        std::rotate(order.begin(), self, order.end());
    } else if (!forward && self == order.begin()) {
        std::rotate(order.begin(), order.begin() + 1, order.end());
    } else {
        std::iter_swap(self, forward ? self + 1 : self - 1);
    }
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        *tiles[i] = order[i];
    }
}

} // namespace exwm_vr::wm
