// SPDX-License-Identifier: MIT
// A Wayland program that things are dragged to, for tests of drag and drop.
#pragma once

#include "support/mouse.hpp"
#include "support/plain_surface.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::test {

/// The generated destructors are each file's own, which no class in a header can be made of.
struct DragDestroys {
    static void offer(wl_data_offer* object) { wl_data_offer_destroy(object); }

    static void manager(wl_data_device_manager* object) { wl_data_device_manager_destroy(object); }

    static void device(wl_data_device* object) { wl_data_device_release(object); }
};

/// What hovers over a client or is dropped on it, as the client is told.
struct Target {
    Object<wl_data_offer, DragDestroys::offer> offer;
    std::vector<std::string> types;
    std::uint32_t source_actions = 0;
    std::uint32_t action = 0;
    wl_surface* surface = nullptr; ///< that it hovers over; null: over none of this client's
    std::uint32_t serial = 0;
    Point at;
    int entered = 0;
    bool dropped = false;

    static Target& of(void* data) { return *static_cast<Target*>(data); }
};

inline constexpr wl_data_offer_listener offer_listener{
    .offer = [](void* data,
                wl_data_offer*,
                const char* type) { Target::of(data).types.emplace_back(type); },
    .source_actions = [](void* data,
                         wl_data_offer*,
                         std::uint32_t actions) { Target::of(data).source_actions = actions; },
    .action =
        [](void* data, wl_data_offer*, std::uint32_t action) { Target::of(data).action = action; },
};

inline constexpr wl_data_device_listener device_listener{
    .data_offer =
        [](void* data, wl_data_device*, wl_data_offer* offer) {
            auto& target = Target::of(data);
            target.offer.reset(offer);
            target.types.clear();
            wl_data_offer_add_listener(offer, &offer_listener, data);
        },
    .enter =
        [](void* data,
           wl_data_device*,
           std::uint32_t serial,
           wl_surface* surface,
           wl_fixed_t x,
           wl_fixed_t y,
           wl_data_offer* offer) {
            auto& target = Target::of(data);
            CHECK(offer == target.offer.get());
            target.serial = serial;
            target.surface = surface;
            target.at = {wl_fixed_to_int(x), wl_fixed_to_int(y)};
            ++target.entered;
        },
    .leave = [](void* data, wl_data_device*) { Target::of(data).surface = nullptr; },
    .motion = [](
                  void* data, wl_data_device*, std::uint32_t, wl_fixed_t x, wl_fixed_t y
              ) { Target::of(data).at = {wl_fixed_to_int(x), wl_fixed_to_int(y)}; },
    .drop = [](void* data, wl_data_device*) { Target::of(data).dropped = true; },
    .selection = [](void*, wl_data_device*, wl_data_offer*) {},
};

/// A client with a window that floats at a place.
struct Party {
    Party(Session& session, const std::string& app_id, Pixel colour, Point to)
        : client((session.folder() / session.display()).string())
        , pointer(client)
        , at(to) {
        bind_global(client.connection(), manager, wl_data_device_manager_interface, 3);
        device.reset(wl_data_device_manager_get_data_device(manager.get(), pointer.seat()));
        wl_data_device_add_listener(device.get(), &device_listener, &target);
        WaylandWindow::Options options;
        options.app_id = app_id;
        options.colour = colour;
        options.size = {200, 150};
        options.fixed_size = true;
        window = std::make_unique<WaylandWindow>(client, options);
        const auto id = std::to_string(session.wait_for_window(app_id).id);
        session.ctl({"move", id, std::to_string(at.x), std::to_string(at.y)});
        client.roundtrip();
    }

    [[nodiscard]] Point inside(Point offset) const { return {at.x + offset.x, at.y + offset.y}; }

    WaylandClient client;
    PointerEvents pointer;
    Target target;
    Point at;
    Object<wl_data_device_manager, DragDestroys::manager> manager;
    Object<wl_data_device, DragDestroys::device> device;
    std::unique_ptr<WaylandWindow> window;
};

} // namespace exwm_vr::test
