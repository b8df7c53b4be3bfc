// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "scene/scene.hpp"
#include "shell/override_host.hpp"
#include "shell/window.hpp"

#include <functional>
#include <memory>
#include <string>

namespace exwm_vr::wm {
class X11Space;
} // namespace exwm_vr::wm

namespace exwm_vr::shell {

class X11Scale;

/// The X server for X11 programs: started when the first of them connects, ended some seconds
/// after the last one has gone, started again after a crash. A build may be without it.
class Xwayland {
public:
    struct Host {
        wlr_output_layout& outputs;
        WindowHost& windows;
        OverrideHost& overrides;
        /// Room that panels leave over all outputs, layout coordinates.
        std::function<Box()> workarea;
        /// What the pointer looks like over no window, drawn for a scale; null for the server's
        /// own.
        std::function<const wlr_xcursor*(double scale)> cursor;
        /// Programs that are started from now on need another DISPLAY.
        std::function<void()> display_changed;
        /// Without surfaces that @p skips names.
        std::function<scene::Hit(const std::function<bool(wlr_surface&)>& skips)> under_pointer;
        /// Whether what is dragged out of X11 programs may be dropped now.
        std::function<bool()> takes_drops;
    };

    /// Does nothing until enable().
    Xwayland(
        wl_display* display,
        wlr_compositor* compositor,
        wlr_seat& seat,
        scene::Scene& scene,
        Host host
    );
    Xwayland(const Xwayland&) = delete;
    Xwayland& operator=(const Xwayland&) = delete;
    ~Xwayland();

    /// Listens for X11 programs, or ends their server and with it their windows. Where it cannot
    /// be had that is said in the log, as the rest of the desktop works without.
    void enable(bool enabled);

    /// For $DISPLAY, such as ":0"; empty when there is no X server to be had.
    [[nodiscard]] std::string display_name() const;

    /// Whether @p client may see @p global: some are for the X server alone.
    [[nodiscard]] bool may_see(const wl_client* client, const wl_global* global) const;

    /// Whether @p client is the X server, and not one of its programs.
    [[nodiscard]] bool is_server(const wl_client* client) const;

    /// The pointer is over that, which may be null: X11 programs drag things to Wayland ones.
    void pointer_over(wlr_surface* surface);
    /// Ends what they drag.
    void cancel_drag();

    /// Tells X11 programs of new workarea.
    void workarea_changed();

    /// How many px X11 has for each logical px, and the size of cursors in logical px. Programs
    /// that run are told; not all of them look.
    void set_scale(double scale, int cursor_size);

private:
    class Server;

    [[nodiscard]] const wm::X11Space& space() const;

    wl_display* display_;
    wlr_compositor* compositor_;
    wlr_seat& seat_;
    scene::Scene& scene_;
    Host host_;
    std::unique_ptr<X11Scale> scale_;
    int cursor_size_ = 24; ///< logical px
    std::unique_ptr<Server> server_;
};

} // namespace exwm_vr::shell
