// SPDX-License-Identifier: MIT
#pragma once

#include "scene/scene.hpp"
#include "shell/override_host.hpp"
#include "wlr/listener.hpp"
#include "wm/x11_space.hpp"

namespace exwm_vr::shell {

/// An override-redirect window: a menu, tooltip or launcher of an X11 program, which places it
/// itself. Lives as long as it has a surface.
class XwaylandOverride {
public:
    /// @p space outlives this.
    XwaylandOverride(
        OverrideHost& host,
        wlr_xwayland_surface& window,
        scene::Scene& scene,
        const wm::X11Space& space
    );
    XwaylandOverride(const XwaylandOverride&) = delete;
    XwaylandOverride& operator=(const XwaylandOverride&) = delete;
    ~XwaylandOverride();

    /// X11's scale is another.
    void rescale();

private:
    void on_map();
    void on_unmap();
    void on_set_geometry();
    void place();

    OverrideHost& host_;
    wlr_xwayland_surface& window_;
    wlr_surface& surface_;
    const wm::X11Space& space_;
    scene::Tag tag_;
    SceneTree tree_;
    wlr_scene_tree* content_; ///< dies with the tree
    bool shown_ = false;
    Listener<&XwaylandOverride::on_map> map_;
    Listener<&XwaylandOverride::on_unmap> unmap_;
    Listener<&XwaylandOverride::on_set_geometry> set_geometry_;
};

} // namespace exwm_vr::shell
