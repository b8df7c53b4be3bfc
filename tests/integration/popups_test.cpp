// SPDX-License-Identifier: MIT
// Popups stay on the output, and panels reserve room.
#include "support/session.hpp"
#include "support/wayland_client.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <xdg-shell-client-protocol.h>

namespace exwm_vr::test {
namespace {

struct Placed {
    Box box; ///< relative to the parent's window geometry, logical px
    int configures = 0;
};

constexpr xdg_popup_listener popup_listener{
    .configure =
        [](void* data, xdg_popup*, std::int32_t x, std::int32_t y, std::int32_t w, std::int32_t h) {
            static_cast<Placed*>(data)->box = {x, y, w, h};
        },
    .popup_done = [](void*, xdg_popup*) {},
    .repositioned = [](void*, xdg_popup*, std::uint32_t) {},
};

constexpr xdg_surface_listener surface_listener{
    .configure = [](void* data, xdg_surface* surface, std::uint32_t serial) {
        ++static_cast<Placed*>(data)->configures;
        xdg_surface_ack_configure(surface, serial);
    },
};

/// Asks for a popup of 300x200 below and right of a point of the window, which may slide.
Box place_popup(WaylandClient& client, const WaylandWindow& window, Point at) {
    auto& connection = client.connection();
    const auto shell_proxy =
        connection.bind_untyped(*connection.find_global("xdg_wm_base"), xdg_wm_base_interface);
    const auto compositor_proxy =
        connection.bind_untyped(*connection.find_global("wl_compositor"), wl_compositor_interface);
    auto* shell = reinterpret_cast<xdg_wm_base*>(shell_proxy.get());
    auto* surface =
        wl_compositor_create_surface(reinterpret_cast<wl_compositor*>(compositor_proxy.get()));
    auto* xdg = xdg_wm_base_get_xdg_surface(shell, surface);
    auto* positioner = xdg_wm_base_create_positioner(shell);
    xdg_positioner_set_size(positioner, 300, 200);
    xdg_positioner_set_anchor_rect(positioner, at.x, at.y, 1, 1);
    xdg_positioner_set_anchor(positioner, XDG_POSITIONER_ANCHOR_BOTTOM_RIGHT);
    xdg_positioner_set_gravity(positioner, XDG_POSITIONER_GRAVITY_BOTTOM_RIGHT);
    xdg_positioner_set_constraint_adjustment(
        positioner,
        XDG_POSITIONER_CONSTRAINT_ADJUSTMENT_SLIDE_X | XDG_POSITIONER_CONSTRAINT_ADJUSTMENT_SLIDE_Y
    );
    auto* popup = xdg_surface_get_popup(xdg, window.shell_surface(), positioner);
    Placed placed;
    xdg_surface_add_listener(xdg, &surface_listener, &placed);
    xdg_popup_add_listener(popup, &popup_listener, &placed);
    wl_surface_commit(surface);
    client.wait_until([&] { return placed.configures > 0; }, "the popup's place");
    xdg_popup_destroy(popup);
    xdg_positioner_destroy(positioner);
    xdg_surface_destroy(xdg);
    wl_surface_destroy(surface);
    client.roundtrip();
    return placed.box;
}

TEST_CASE("a popup slides back onto the output, also one that does not start at the origin") {
    Session session({.outputs = {"left:800x600", "right:1000x700"}, .config = {}, .arguments = {}});
    WaylandClient client((session.folder() / session.display()).string());
    const WaylandWindow window(
        client,
        {.app_id = "parent",
         .title = "parent",
         .size = {400, 300},
         .colour = {9, 99, 9, 255},
         .fixed_size = false,
         .parent = nullptr,
         .fullscreen = false}
    );
    const auto id = std::to_string(session.wait_for_window("parent").id);
    client.wait_until([&] { return window.size() == Size{800, 600}; }, "its size");
    client.roundtrip();
    CHECK(place_popup(client, window, {10, 10}) == Box{11, 11, 300, 200});
    CHECK(place_popup(client, window, {790, 590}) == Box{500, 400, 300, 200});

    session.request(
        ":type :workspace-move-surface :surface-id " + id + " :workspace 0 :output \"right\""
    );
    client.wait_until([&] { return window.size() == Size{1000, 700}; }, "its size on the right");
    client.roundtrip();
    CHECK(place_popup(client, window, {990, 690}) == Box{700, 500, 300, 200});
}

TEST_CASE("a floating window's popup may leave the window but not the output") {
    Session session;
    WaylandClient client((session.folder() / session.display()).string());
    const WaylandWindow window(
        client,
        {.app_id = "parent",
         .title = "parent",
         .size = {400, 300},
         .colour = {9, 99, 9, 255},
         .fixed_size = true,
         .parent = nullptr,
         .fullscreen = false}
    );
    const auto box = session.wait_for_window("parent").box;
    client.roundtrip();
    CHECK(place_popup(client, window, {390, 290}) == Box{391, 291, 300, 200});
    session.ctl({"move", "focused", "1000", std::to_string(box.y)});
    CHECK(place_popup(client, window, {390, 10}) == Box{1280 - 1000 - 300, 11, 300, 200});
}

} // namespace
} // namespace exwm_vr::test
