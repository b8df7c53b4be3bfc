// SPDX-License-Identifier: MIT
#pragma once

#include "scene/scene.hpp"
#include "wlr/listener.hpp"

namespace exwm_vr::shell {

/// Who is told of X11 windows that nobody manages.
class OverrideHost {
public:
    virtual ~OverrideHost() = default;

    /// One is on the screen. @p wants_keyboard: it is no mere menu or tooltip.
    virtual void override_shown(wlr_surface& surface, bool wants_keyboard) = 0;
    virtual void override_moved() = 0;
    virtual void override_hidden(wlr_surface& surface) = 0;
};

/// An override-redirect window: a menu, tooltip or launcher of an X11 program, which places it
/// itself. Lives as long as it has a surface.
class XwaylandOverride {
public:
    XwaylandOverride(OverrideHost& host, wlr_xwayland_surface& window, scene::Scene& scene);
    XwaylandOverride(const XwaylandOverride&) = delete;
    XwaylandOverride& operator=(const XwaylandOverride&) = delete;
    ~XwaylandOverride();

private:
    void on_map();
    void on_unmap();
    void on_set_geometry();

    OverrideHost& host_;
    wlr_xwayland_surface& window_;
    wlr_surface& surface_;
    scene::Tag tag_;
    SceneTree tree_;
    bool shown_ = false;
    Listener<&XwaylandOverride::on_map> map_;
    Listener<&XwaylandOverride::on_unmap> unmap_;
    Listener<&XwaylandOverride::on_set_geometry> set_geometry_;
};

} // namespace exwm_vr::shell
