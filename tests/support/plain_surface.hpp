// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "ctl/wayland/proxy.hpp"
#include "image/image.hpp"
#include "support/wayland_client.hpp"

#include <memory>

struct wl_surface;
struct wp_single_pixel_buffer_manager_v1;

namespace exwm_vr::test {

/// A buffer of one pixel, for a viewport to make as large as is wanted.
[[nodiscard]] ctl::Proxy<wl_buffer>
make_pixel(wp_single_pixel_buffer_manager_v1* manager, Pixel colour);

/// A surface of one colour that has no role yet: a drag icon's, a panel's, a popup's.
class PlainSurface {
public:
    explicit PlainSurface(WaylandClient& client);

    PlainSurface(const PlainSurface&) = delete;
    PlainSurface& operator=(const PlainSurface&) = delete;
    ~PlainSurface();

    [[nodiscard]] wl_surface* get() const;

    void commit();

    /// Fills it and commits.
    void draw(Size size, Pixel colour);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace exwm_vr::test
