// SPDX-License-Identifier: MIT
#include "support/plain_surface.hpp"

#include "support/wayland_object.hpp"

#include <wayland-client-protocol.h>

#include <single-pixel-buffer-v1-client-protocol.h>
#include <viewporter-client-protocol.h>

#include <cstdint>
#include <limits>

namespace exwm_vr::test {
namespace {

std::uint32_t full_range(std::uint8_t value) {
    return std::numeric_limits<std::uint32_t>::max() / 255 * value;
}

} // namespace

ctl::Proxy<wl_buffer> make_pixel(wp_single_pixel_buffer_manager_v1* manager, Pixel colour) {
    return ctl::Proxy<wl_buffer>(wp_single_pixel_buffer_manager_v1_create_u32_rgba_buffer(
        manager,
        full_range(colour.red),
        full_range(colour.green),
        full_range(colour.blue),
        full_range(colour.alpha)
    ));
}

struct PlainSurface::State {
    Object<wl_compositor, wl_compositor_destroy> compositor;
    Object<wp_single_pixel_buffer_manager_v1, wp_single_pixel_buffer_manager_v1_destroy> pixels;
    Object<wp_viewporter, wp_viewporter_destroy> viewporter;
    Object<wl_surface, wl_surface_destroy> surface;
    Object<wp_viewport, wp_viewport_destroy> viewport;
    ctl::Proxy<wl_buffer> buffer;
};

PlainSurface::PlainSurface(WaylandClient& client)
    : state_(std::make_unique<State>()) {
    auto& connection = client.connection();
    bind_global(connection, state_->compositor, wl_compositor_interface);
    bind_global(connection, state_->pixels, wp_single_pixel_buffer_manager_v1_interface);
    bind_global(connection, state_->viewporter, wp_viewporter_interface);
    state_->surface.reset(wl_compositor_create_surface(state_->compositor.get()));
    state_->viewport.reset(
        wp_viewporter_get_viewport(state_->viewporter.get(), state_->surface.get())
    );
}

PlainSurface::~PlainSurface() = default;

wl_surface* PlainSurface::get() const {
    return state_->surface.get();
}

void PlainSurface::commit() {
    wl_surface_commit(get());
}

void PlainSurface::draw(Size size, Pixel colour) {
    state_->buffer = make_pixel(state_->pixels.get(), colour);
    wp_viewport_set_destination(state_->viewport.get(), size.width, size.height);
    wl_surface_attach(get(), state_->buffer.get(), 0, 0);
    wl_surface_damage(get(), 0, 0, size.width, size.height);
    commit();
}

} // namespace exwm_vr::test
