// SPDX-License-Identifier: MIT
#include "shell/window.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace exwm_vr::shell {
namespace {

constexpr float black[4] = {0, 0, 0, 1};

} // namespace

Window::Window(WindowHost& host, scene::Scene& scene)
    : host_(host)
    , scene_(scene)
    , tree_(scene::make_tree(scene.layer(scene::Layer::windows)))
    , backdrop_(wlr_scene_rect_create(tree_.get(), 0, 0, static_cast<const float*>(black)))
    , frame_(tree_.get())
    , content_tree_(scene::make_tree(tree_.get())) {
    if (!backdrop_) {
        log::panic("out of memory for a window");
    }
    wlr_scene_node_set_enabled(&tree_->node, false);
    tree_->node.data = &tag_;
}

Window::~Window() = default;

Size Window::inner_size() const {
    const auto& box = placement_.box;
    return {
        std::max(1, box.width - 2 * placement_.border),
        std::max(1, box.height - 2 * placement_.border)
    };
}

void Window::apply(
    const wm::Placement& placement, const config::Appearance& look, scene::Layer layer
) {
    placement_ = placement;
    if (tree_->node.parent != scene_.layer(layer)) {
        wlr_scene_node_reparent(&tree_->node, scene_.layer(layer));
    }
    wlr_scene_node_set_enabled(&tree_->node, placement.visible);
    wlr_scene_node_set_position(&tree_->node, placement.box.x, placement.box.y);

    frame_.resize(placement.box.size(), placement.border);
    frame_.set_colour(
        placement.focused  ? look.border_focused
        : placement.urgent ? look.border_urgent
                           : look.border_normal
    );
    wlr_scene_node_set_enabled(&backdrop_->node, placement.fullscreen);
    wlr_scene_rect_set_size(backdrop_.get(), placement.box.width, placement.box.height);
    placed();
}

void Window::stack_above(const Window* below) {
    // Restacking redraws what it passes, so nothing is done to a window that is in its place.
    auto* node = &tree_->node;
    const auto* expected = below != nullptr ? &below->tree_->node.link : &node->parent->children;
    if (node->link.prev == expected) {
        return;
    }
    if (below != nullptr) {
        wlr_scene_node_place_above(node, &below->tree_->node);
    } else {
        wlr_scene_node_lower_to_bottom(node);
    }
}

void Window::map() {
    tag_.window = host_.new_window_id();
    host_.window_mapped(*this);
}

void Window::unmap() {
    wlr_scene_node_set_enabled(&tree_->node, false);
    host_.window_unmapped(*this);
    tag_.window = {};
    placement_ = {};
}

} // namespace exwm_vr::shell
