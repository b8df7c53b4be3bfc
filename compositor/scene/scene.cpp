// SPDX-License-Identifier: MIT
#include "scene/scene.hpp"

#include "base/log.hpp"
#include "scene/surface_scale.hpp"

#include <vector>

namespace exwm_vr::scene {

Scene::Scene()
    : scene_(wlr_scene_create()) {
    if (!scene_) {
        log::panic("out of memory for the scene");
    }
    background_ =
        wlr_scene_rect_create(&scene_->tree, 0, 0, premultiplied(config::Colour{}).data());
    for (auto& layer : layers_) {
        layer = wlr_scene_tree_create(&scene_->tree);
    }
    show_layers();
}

Hit Scene::at(double x, double y, const std::function<bool(wlr_surface&)>& skips) const {
    // wlroots finds the topmost one only: those to skip say for a moment that they take no input.
    struct Skipped {
        wlr_scene_buffer* buffer;
        wlr_scene_buffer_point_accepts_input_func_t usual;
    };

    std::vector<Skipped> skipped;
    auto hit = at(x, y);
    while (hit.surface != nullptr && skips(*hit.surface)) {
        auto* const node = wlr_scene_node_at(&scene_->tree.node, x, y, nullptr, nullptr);
        auto* const buffer = wlr_scene_buffer_from_node(node);
        skipped.push_back({.buffer = buffer, .usual = buffer->point_accepts_input});
        buffer->point_accepts_input = [](auto*, double*, double*) { return false; };
        hit = at(x, y);
    }
    for (const auto& [buffer, usual] : skipped) {
        buffer->point_accepts_input = usual;
    }
    return hit;
}

Hit Scene::at(double x, double y) const {
    Hit hit;
    wlr_scene_node* node =
        wlr_scene_node_at(&scene_->tree.node, x, y, &hit.surface_x, &hit.surface_y);
    if (node == nullptr) {
        return {};
    }
    if (node->type == WLR_SCENE_NODE_BUFFER) {
        auto* buffer = wlr_scene_buffer_from_node(node);
        if (auto* surface = wlr_scene_surface_try_from_buffer(buffer)) {
            hit.surface = surface->surface;
            hit.surface_scale = SurfaceScale::of(hit.surface);
            hit.surface_x *= hit.surface_scale;
            hit.surface_y *= hit.surface_scale;
        }
    }
    while (node != nullptr && node->data == nullptr) {
        node = node->parent != nullptr ? &node->parent->node : nullptr;
    }
    if (node != nullptr) {
        hit.tag = *static_cast<const Tag*>(node->data);
    }
    return hit;
}

std::optional<Point> Scene::find(const wlr_surface& surface) const {
    struct Search {
        const wlr_surface* wanted;
        std::optional<Point> found;
    } search{.wanted = &surface, .found = {}};

    wlr_scene_node_for_each_buffer(
        &scene_->tree.node,
        [](wlr_scene_buffer* buffer, int x, int y, void* data) {
            auto& searched = *static_cast<Search*>(data);
            const auto* shown = wlr_scene_surface_try_from_buffer(buffer);
            if (shown != nullptr && shown->surface == searched.wanted) {
                searched.found = Point{x, y};
            }
        },
        &search
    );
    return search.found;
}

void Scene::set_background(const config::Colour& colour, Box extents) {
    colour_ = colour;
    show_layers();
    wlr_scene_rect_set_size(background_, extents.width, extents.height);
    wlr_scene_node_set_position(&background_->node, extents.x, extents.y);
}

void Scene::lock(const config::Colour& ground) {
    locked_ = ground;
    show_layers();
}

void Scene::unlock() {
    locked_.reset();
    show_layers();
}

void Scene::show_layers() {
    for (std::size_t i = 0; i < layer_count; ++i) {
        const bool is_lock = static_cast<Layer>(i) == Layer::lock;
        wlr_scene_node_set_enabled(&layers_.at(i)->node, is_lock == locked_.has_value());
    }
    wlr_scene_rect_set_color(background_, premultiplied(locked_.value_or(colour_)).data());
}

std::array<float, 4> premultiplied(const config::Colour& colour) {
    return {
        colour.red * colour.alpha,
        colour.green * colour.alpha,
        colour.blue * colour.alpha,
        colour.alpha
    };
}

SceneTree make_tree(wlr_scene_tree* parent) {
    SceneTree tree(wlr_scene_tree_create(parent));
    if (!tree) {
        log::panic("out of memory for a scene tree");
    }
    return tree;
}

} // namespace exwm_vr::scene
