// SPDX-License-Identifier: MIT
#pragma once

#include "image/image.hpp"
#include "shell/xwayland_override.hpp"
#include "shell/xwayland_window.hpp"
#include "wlr/listener.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace exwm_vr::shell {

/// One X11 window, as long as X knows it. While it has a surface it is a window of the desktop or
/// an override-redirect one, and it may become the other at any time.
class XwaylandSurface {
public:
    struct Host {
        WindowHost& windows;
        OverrideHost& overrides;
        scene::Scene& scene;
        const wm::X11Space& space;
        /// It asks to be shown: what it says of its state has not been read yet.
        std::function<void(wlr_xwayland_surface&)> map_requested;
        /// It has a surface, for which wlroots waited for answers.
        std::function<void()> associated;
        std::function<void(const XwaylandSurface&)> icon_changed;
        std::function<void(const XwaylandSurface&)> gone; ///< may delete it
    };

    /// @p host and @p window outlive this.
    XwaylandSurface(const Host& host, wlr_xwayland_surface& window);
    XwaylandSurface(const XwaylandSurface&) = delete;
    XwaylandSurface& operator=(const XwaylandSurface&) = delete;
    ~XwaylandSurface() = default;

    [[nodiscard]] xcb_window_t id() const { return window_.window_id; }

    /// None: it has no icon.
    void set_icon(std::vector<Image> pictures);

    /// X11's scale is another.
    void rescale();

private:
    void on_associate();
    void on_dissociate();
    void on_override();
    void on_configure(wlr_xwayland_surface_configure_event& event);
    void on_map_request();
    void on_set_icon();
    void on_destroy();

    const Host& host_;
    wlr_xwayland_surface& window_;
    std::optional<XwaylandWindow> managed_;
    std::optional<XwaylandOverride> unmanaged_;
    Listener<&XwaylandSurface::on_associate> associate_;
    Listener<&XwaylandSurface::on_dissociate> dissociate_;
    Listener<&XwaylandSurface::on_override> override_;
    Listener<&XwaylandSurface::on_configure> configure_;
    Listener<&XwaylandSurface::on_map_request> map_request_;
    Listener<&XwaylandSurface::on_set_icon> set_icon_;
    Listener<&XwaylandSurface::on_destroy> destroy_;
};

} // namespace exwm_vr::shell
