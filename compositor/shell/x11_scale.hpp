// SPDX-License-Identifier: MIT
#pragma once

#include "scene/surface_scale.hpp"
#include "shell/x11_outputs.hpp"
#include "wlr/listener.hpp"
#include "wm/x11_space.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace exwm_vr::shell {

/// Has the X server draw at a scale of its own: it is told of outputs that are larger than they are
/// in logical px, and its surfaces are shown that much smaller. Where its windows are is for them
/// to know, from space().
class X11Scale {
public:
    using IsServer = std::function<bool(const wl_client*)>;

    X11Scale(
        wl_display* display,
        wlr_compositor& compositor,
        wlr_output_layout& layout,
        IsServer is_server
    );
    X11Scale(const X11Scale&) = delete;
    X11Scale& operator=(const X11Scale&) = delete;
    ~X11Scale() = default;

    [[nodiscard]] const wm::X11Space& space() const { return space_; }

    /// Whether that is another scale than until now.
    bool set(double scale);

    /// The X server has xdg-output from us, and others from wlroots.
    [[nodiscard]] bool may_see(const wl_client* client, const wl_global* global) const;

private:
    void on_new_surface(wlr_surface& surface);

    IsServer is_server_;
    wm::X11Space space_;
    X11Outputs outputs_;
    std::vector<std::unique_ptr<scene::SurfaceScale>> surfaces_; ///< all of the X server's
    Listener<&X11Scale::on_new_surface> new_surface_;
};

} // namespace exwm_vr::shell
