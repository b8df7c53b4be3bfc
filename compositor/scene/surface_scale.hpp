// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "wlr/handles.hpp"
#include "wlr/listener.hpp"

#include <functional>

namespace exwm_vr::scene {

/// A surface whose client counts other px than logical ones, as the X server does on outputs with a
/// scale. wlroots is given the surface's size and regions in logical px at each commit, before
/// anybody else sees it; what is told to the client counts in its own px.
class SurfaceScale {
public:
    /// Made when the surface is, so that it hears of each commit first. @p gone is called when the
    /// surface is destroyed, and destroys this.
    SurfaceScale(wlr_surface& surface, double scale, std::function<void()> gone);
    SurfaceScale(const SurfaceScale&) = delete;
    SurfaceScale& operator=(const SurfaceScale&) = delete;
    ~SurfaceScale();

    [[nodiscard]] const wlr_surface& surface() const { return surface_; }

    /// @p scale: px of the client for each logical px, above 0. The owners of scene nodes that show
    /// the surface have them look again.
    void set(double scale);

    /// 1 for surfaces without any, and for null.
    [[nodiscard]] static double of(const wlr_surface* surface);

private:
    void on_commit();

    void on_destroy() { gone_(); }

    void apply();

    wlr_surface& surface_;
    double scale_;
    std::function<void()> gone_;
    Size size_; ///< as the client counts, and so the regions
    Region opaque_;
    Region input_;
    Listener<&SurfaceScale::on_commit> commit_;
    Listener<&SurfaceScale::on_destroy> destroy_;
};

/// Has a tree that wlr_scene_subsurface_tree_create() made take over the size of its surface,
/// without a commit. It has no clip then.
void look_again(wlr_scene_tree& surfaces);

} // namespace exwm_vr::scene
