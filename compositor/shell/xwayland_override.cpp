// SPDX-License-Identifier: MIT
#include "shell/xwayland_override.hpp"

#include "base/log.hpp"

#include <utility>

namespace exwm_vr::shell {

XwaylandOverride::XwaylandOverride(
    OverrideHost& host, wlr_xwayland_surface& window, scene::Scene& scene
)
    : host_(host)
    , window_(window)
    , surface_(*window.surface)
    , tag_{.window = {}, .panel = nullptr, .unmanaged = true}
    , tree_(scene::make_tree(scene.layer(scene::Layer::unmanaged)))
    , map_(*this, window.surface->events.map)
    , unmap_(*this, window.surface->events.unmap)
    , set_geometry_(*this, window.events.set_geometry) {
    tree_->node.data = &tag_;
    wlr_scene_node_set_enabled(&tree_->node, false);
    if (wlr_scene_subsurface_tree_create(tree_.get(), &surface_) == nullptr) {
        log::panic("out of memory for a window");
    }
    if (surface_.mapped) {
        on_map(); // it was managed until now
    }
}

XwaylandOverride::~XwaylandOverride() {
    on_unmap();
}

void XwaylandOverride::on_map() {
    shown_ = true;
    wlr_scene_node_set_position(&tree_->node, window_.x, window_.y);
    wlr_scene_node_raise_to_top(&tree_->node);
    wlr_scene_node_set_enabled(&tree_->node, true);
    host_.override_shown(surface_, wlr_xwayland_surface_override_redirect_wants_focus(&window_));
}

void XwaylandOverride::on_unmap() {
    if (std::exchange(shown_, false)) {
        wlr_scene_node_set_enabled(&tree_->node, false);
        host_.override_hidden(surface_);
    }
}

void XwaylandOverride::on_set_geometry() {
    wlr_scene_node_set_position(&tree_->node, window_.x, window_.y);
    if (shown_) {
        host_.override_moved();
    }
}

} // namespace exwm_vr::shell
