// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "base/ids.hpp"
#include "config/config.hpp"
#include "wlr/handles.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

namespace exwm_vr::scene {

/// What lies above what, bottom first.
enum class Layer : std::uint8_t {
    background, ///< layer-shell "background"
    bottom,
    windows,
    top,          ///< panels
    fullscreen,   ///< fullscreen windows and their dialogs, above panels
    unmanaged,    ///< menus and tooltips of X11 programs
    overlay,      ///< layer-shell "overlay", such as launchers and notifications
    input_method, ///< lists of candidates beside the text cursor
    drag,         ///< icons of drag and drop
    lock,         ///< the lock screen: while it is on, no other layer is there
};

constexpr std::size_t layer_count = static_cast<std::size_t>(Layer::lock) + 1;

/// Says whose a scene node is. The owner of the node keeps it and sets the node's `data` to it.
struct Tag {
    WindowId window;                       ///< valid for windows, their popups and borders
    wlr_layer_surface_v1* panel = nullptr; ///< set for layer surfaces and their popups
    bool unmanaged = false; ///< an X11 menu or the like: clicks on it leave the focus alone
};

/// What is under a point.
struct Hit {
    wlr_surface* surface = nullptr; ///< null on a border or on nothing
    double surface_x = 0;           ///< surface-local, in the px that its client counts
    double surface_y = 0;
    double surface_scale = 1; ///< how many of them make a logical px; see SurfaceScale
    Tag tag;
};

/// Where a surface that was hit lies, for points that its client is told of later, also outside of
/// it.
class SurfaceOrigin {
public:
    SurfaceOrigin() = default;

    /// @p hit at (@p x, @p y) of the layout.
    SurfaceOrigin(double x, double y, const Hit& hit)
        : x_(x - hit.surface_x / hit.surface_scale)
        , y_(y - hit.surface_y / hit.surface_scale)
        , scale_(hit.surface_scale) {}

    /// A point of the layout, surface-local in the px that the client counts.
    [[nodiscard]] double surface_x(double x) const { return (x - x_) * scale_; }

    [[nodiscard]] double surface_y(double y) const { return (y - y_) * scale_; }

private:
    double x_ = 0;
    double y_ = 0;
    double scale_ = 1;
};

/// All that is shown: one tree a layer over a background colour.
class Scene {
public:
    Scene();
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;
    ~Scene() = default;

    [[nodiscard]] wlr_scene* get() const { return scene_.get(); }

    [[nodiscard]] wlr_scene_tree* layer(Layer layer) const {
        return layers_.at(static_cast<std::size_t>(layer));
    }

    /// The topmost thing at a point of the layout, in logical px.
    [[nodiscard]] Hit at(double x, double y) const;

    /// The same without surfaces that @p skips names.
    [[nodiscard]] Hit at(double x, double y, const std::function<bool(wlr_surface&)>& skips) const;

    /// Where a surface is shown, in layout coordinates; nothing when it is not.
    [[nodiscard]] std::optional<Point> find(const wlr_surface& surface) const;

    /// Fills what no background surface covers, over @p extents.
    void set_background(const config::Colour& colour, Box extents);

    /// Takes everything but the lock layer off the screen, above @p ground.
    void lock(const config::Colour& ground);
    void unlock();

private:
    struct DestroysScene {
        void operator()(wlr_scene* scene) const noexcept {
            wlr_scene_node_destroy(&scene->tree.node);
        }
    };

    std::unique_ptr<wlr_scene, DestroysScene> scene_;
    std::array<wlr_scene_tree*, layer_count> layers_{}; ///< owned by scene_
    wlr_scene_rect* background_ = nullptr;              ///< owned by scene_
    std::optional<config::Colour> locked_;              ///< the ground while locked
    config::Colour colour_;                             ///< the background otherwise

    void show_layers();
};

/// Colour components as wlroots wants them: premultiplied.
[[nodiscard]] std::array<float, 4> premultiplied(const config::Colour& colour);

/// The child trees of @p parent in a new tree that is destroyed with its handle.
[[nodiscard]] SceneTree make_tree(wlr_scene_tree* parent);

} // namespace exwm_vr::scene
