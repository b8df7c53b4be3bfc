// SPDX-License-Identifier: MIT
#include "shell/panel.hpp"

#include "base/log.hpp"
#include "shell/panels.hpp"

namespace exwm_vr::shell {
namespace {

scene::Layer layer_of(zwlr_layer_shell_v1_layer layer) {
    switch (layer) {
    case ZWLR_LAYER_SHELL_V1_LAYER_BACKGROUND:
        return scene::Layer::background;
    case ZWLR_LAYER_SHELL_V1_LAYER_BOTTOM:
        return scene::Layer::bottom;
    case ZWLR_LAYER_SHELL_V1_LAYER_TOP:
        return scene::Layer::top;
    case ZWLR_LAYER_SHELL_V1_LAYER_OVERLAY:
        break;
    }
    return scene::Layer::overlay;
}

} // namespace

Panel::Panel(Panels& owner, wlr_layer_surface_v1& surface, scene::Scene& scene)
    : owner_(owner)
    , surface_(surface)
    , scene_(scene)
    , tag_{.window = {}, .panel = &surface}
    , scene_surface_(
          wlr_scene_layer_surface_v1_create(scene.layer(layer_of(surface.pending.layer)), &surface)
      )
    // Popups of panels lie above windows, whatever layer the panel is on.
    , popup_tree_(scene::make_tree(scene.layer(scene::Layer::overlay)))
    , popups_(
          surface.events.new_popup,
          popup_tree_.get(),
          [this] {
              auto box = owner_.output_box(surface_.output);
              box.x -= popup_tree_->node.x;
              box.y -= popup_tree_->node.y;
              return box;
          }
      )
    , commit_(*this, surface.surface->events.commit)
    , map_(*this, surface.surface->events.map)
    , unmap_(*this, surface.surface->events.unmap)
    , destroy_(*this, surface.events.destroy) {
    if (scene_surface_ == nullptr) {
        log::panic("out of memory for a layer surface");
    }
    scene_surface_->tree->node.data = &tag_;
    popup_tree_->node.data = &tag_;
}

void Panel::arrange(Box full, Box& usable) {
    const wlr_box all{.x = full.x, .y = full.y, .width = full.width, .height = full.height};
    wlr_box room{.x = usable.x, .y = usable.y, .width = usable.width, .height = usable.height};
    wlr_scene_layer_surface_v1_configure(scene_surface_, &all, &room);
    usable = {room.x, room.y, room.width, room.height};
    const auto& node = scene_surface_->tree->node;
    wlr_scene_node_set_position(&popup_tree_->node, node.x, node.y);
}

void Panel::on_commit() {
    const auto committed = surface_.current.committed;
    if ((committed & WLR_LAYER_SURFACE_V1_STATE_LAYER) != 0) {
        wlr_scene_node_reparent(
            &scene_surface_->tree->node, scene_.layer(layer_of(surface_.current.layer))
        );
    }
    if (surface_.initial_commit || committed != 0) {
        owner_.arrange(surface_.output);
        owner_.focus_changed();
    }
}

void Panel::on_map() {
    owner_.arrange(surface_.output);
    owner_.focus_changed();
}

void Panel::on_unmap() {
    owner_.unmapped(*this);
}

void Panel::on_destroy() {
    owner_.forget(*this); // deletes this
}

} // namespace exwm_vr::shell
