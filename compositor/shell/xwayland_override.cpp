// SPDX-License-Identifier: MIT
#include "shell/xwayland_override.hpp"

#include "base/log.hpp"
#include "scene/surface_scale.hpp"

#include <utility>

namespace exwm_vr::shell {

XwaylandOverride::XwaylandOverride(
    OverrideHost& host, wlr_xwayland_surface& window, scene::Scene& scene, const wm::X11Space& space
)
    : host_(host)
    , window_(window)
    , surface_(*window.surface)
    , space_(space)
    , tag_{.window = {}, .panel = nullptr, .unmanaged = true}
    , tree_(scene::make_tree(scene.layer(scene::Layer::unmanaged)))
    , content_(wlr_scene_subsurface_tree_create(tree_.get(), window.surface))
    , map_(*this, window.surface->events.map)
    , unmap_(*this, window.surface->events.unmap)
    , set_geometry_(*this, window.events.set_geometry) {
    tree_->node.data = &tag_;
    wlr_scene_node_set_enabled(&tree_->node, false);
    if (content_ == nullptr) {
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
    place();
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

void XwaylandOverride::place() {
    const auto at = space_.layout_point({window_.x, window_.y});
    wlr_scene_node_set_position(&tree_->node, at.x, at.y);
}

void XwaylandOverride::on_set_geometry() {
    place();
    if (shown_) {
        host_.override_moved();
    }
}

void XwaylandOverride::rescale() {
    scene::look_again(*content_);
    on_set_geometry();
}

} // namespace exwm_vr::shell
