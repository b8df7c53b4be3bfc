// SPDX-License-Identifier: MIT
#include "shell/xwayland_surface.hpp"

#include <utility>

namespace exwm_vr::shell {

XwaylandSurface::XwaylandSurface(const Host& host, wlr_xwayland_surface& window)
    : host_(host)
    , window_(window)
    , associate_(*this, window.events.associate)
    , dissociate_(*this, window.events.dissociate)
    , override_(*this, window.events.set_override_redirect)
    , configure_(*this, window.events.request_configure)
    , map_request_(*this, window.events.map_request)
    , set_icon_(*this, window.events.set_icon)
    , destroy_(*this, window.events.destroy) {}

void XwaylandSurface::set_icon(std::vector<Image> pictures) {
    if (managed_) {
        managed_->set_icon(std::move(pictures));
    }
}

void XwaylandSurface::rescale() {
    if (managed_) {
        managed_->rescale();
    } else if (unmanaged_) {
        unmanaged_->rescale();
    }
}

void XwaylandSurface::on_associate() {
    if (window_.override_redirect) {
        unmanaged_.emplace(host_.overrides, window_, host_.scene, host_.space);
    } else {
        managed_.emplace(host_.windows, window_, host_.scene, host_.space);
        on_set_icon();
    }
    host_.associated();
    // The picture may come before X says whose it is; wlroots maps only at the next one, and
    // a program with nothing new to show draws none.
    if (wlr_surface_has_buffer(window_.surface)) {
        wlr_surface_map(window_.surface);
    }
}

void XwaylandSurface::on_dissociate() {
    managed_.reset();
    unmanaged_.reset();
}

void XwaylandSurface::on_override() {
    if (managed_ || unmanaged_) {
        on_dissociate();
        on_associate();
    }
}

void XwaylandSurface::on_configure(wlr_xwayland_surface_configure_event& event) {
    if (managed_) {
        managed_->configure_requested(event);
    } else {
        wlr_xwayland_surface_configure(&window_, event.x, event.y, event.width, event.height);
    }
}

void XwaylandSurface::on_map_request() {
    host_.map_requested(window_);
}

void XwaylandSurface::on_set_icon() {
    if (managed_) {
        host_.icon_changed(*this);
    }
}

void XwaylandSurface::on_destroy() {
    host_.gone(*this);
}

} // namespace exwm_vr::shell
