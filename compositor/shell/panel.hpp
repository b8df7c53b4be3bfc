// SPDX-License-Identifier: MIT
#pragma once

#include "scene/scene.hpp"
#include "shell/popup.hpp"
#include "wlr/listener.hpp"

namespace exwm_vr::shell {

class Panels;

/// One layer surface (wlr-layer-shell v1): a panel, wallpaper, launcher or notification.
class Panel {
public:
    Panel(Panels& owner, wlr_layer_surface_v1& surface, scene::Scene& scene);
    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;
    ~Panel() = default;

    [[nodiscard]] wlr_layer_surface_v1& handle() const { return surface_; }

    [[nodiscard]] bool mapped() const { return surface_.surface->mapped; }

    /// Places it within @p full and takes its exclusive zone off @p usable.
    void arrange(Box full, Box& usable);

private:
    void on_commit();
    void on_map();
    void on_unmap();
    void on_destroy();

    Panels& owner_;
    wlr_layer_surface_v1& surface_;
    scene::Scene& scene_;
    scene::Tag tag_;
    wlr_scene_layer_surface_v1* scene_surface_; ///< dies with the layer surface
    SceneTree popup_tree_;
    Popups popups_;

    Listener<&Panel::on_commit> commit_;
    Listener<&Panel::on_map> map_;
    Listener<&Panel::on_unmap> unmap_;
    Listener<&Panel::on_destroy> destroy_;
};

} // namespace exwm_vr::shell
