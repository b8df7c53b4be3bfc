// SPDX-License-Identifier: MIT
// A build without XWayland: wlroots lacks it, or it was not wanted.
#include "base/log.hpp"
#include "shell/xwayland.hpp"

namespace exwm_vr::shell {

class X11Scale {};

class Xwayland::Server {};

Xwayland::Xwayland(
    wl_display* display, wlr_compositor* compositor, wlr_seat& seat, scene::Scene& scene, Host host
)
    : display_(display)
    , compositor_(compositor)
    , seat_(seat)
    , scene_(scene)
    , host_(std::move(host)) {}

Xwayland::~Xwayland() = default;

void Xwayland::enable(bool enabled) {
    if (enabled) {
        log::info("X11 programs cannot be shown: this build is without XWayland");
    }
}

std::string Xwayland::display_name() const {
    return {};
}

bool Xwayland::may_see(const wl_client* /*client*/, const wl_global* /*global*/) const {
    return true;
}

bool Xwayland::is_server(const wl_client* /*client*/) const {
    return false;
}

void Xwayland::pointer_over(wlr_surface* /*surface*/) {}

void Xwayland::cancel_drag() {}

void Xwayland::workarea_changed() {}

void Xwayland::set_scale(double /*scale*/, int /*cursor_size*/) {}

} // namespace exwm_vr::shell
