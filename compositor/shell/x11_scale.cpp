// SPDX-License-Identifier: MIT
#include "shell/x11_scale.hpp"

#include <string_view>
#include <utility>

namespace exwm_vr::shell {

X11Scale::X11Scale(
    wl_display* display, wlr_compositor& compositor, wlr_output_layout& layout, IsServer is_server
)
    : is_server_(std::move(is_server))
    , outputs_(display, layout, space_)
    , new_surface_(*this, compositor.events.new_surface) {}

bool X11Scale::set(double scale) {
    if (scale == space_.scale()) {
        return false;
    }
    space_ = wm::X11Space(scale);
    for (const auto& surface : surfaces_) {
        surface->set(scale);
    }
    outputs_.tell();
    return true;
}

bool X11Scale::may_see(const wl_client* client, const wl_global* global) const {
    if (wl_global_get_interface(global)->name != std::string_view("zxdg_output_manager_v1")) {
        return true;
    }
    return is_server_(client) == (global == outputs_.global());
}

void X11Scale::on_new_surface(wlr_surface& surface) {
    if (!is_server_(wl_resource_get_client(surface.resource))) {
        return;
    }
    surfaces_.push_back(
        std::make_unique<scene::SurfaceScale>(surface, space_.scale(), [this, &surface] {
            std::erase_if(surfaces_, [&](const auto& owned) {
                return &owned->surface() == &surface;
            });
        })
    );
}

} // namespace exwm_vr::shell
