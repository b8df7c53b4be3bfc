// SPDX-License-Identifier: MIT
// Clients that lock or confine the pointer, and relative motion.
#include "support/mouse.hpp"
#include "support/plain_surface.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <wayland-client-protocol.h>

#include <pointer-constraints-unstable-v1-client-protocol.h>
#include <relative-pointer-unstable-v1-client-protocol.h>

#include <cstdint>
#include <memory>
#include <string>

namespace exwm_vr::test {
namespace {

constexpr Size window_size{200, 150};
constexpr Point corner{100, 100};
constexpr auto persistent = ZWP_POINTER_CONSTRAINTS_V1_LIFETIME_PERSISTENT;
constexpr auto oneshot = ZWP_POINTER_CONSTRAINTS_V1_LIFETIME_ONESHOT;

/// Whether a lock or a confinement holds, as the client is told.
struct Hold {
    int begun = 0;
    int ended = 0;

    [[nodiscard]] bool active() const { return begun > ended; }

    template <typename Constraint>
    static void begin(void* data, Constraint*) {
        ++static_cast<Hold*>(data)->begun;
    }

    template <typename Constraint>
    static void end(void* data, Constraint*) {
        ++static_cast<Hold*>(data)->ended;
    }
};

constexpr zwp_locked_pointer_v1_listener lock_listener{
    .locked = Hold::begin, .unlocked = Hold::end
};
constexpr zwp_confined_pointer_v1_listener confine_listener{
    .confined = Hold::begin, .unconfined = Hold::end
};

struct Way {
    double x = 0;
    double y = 0;
    std::uint64_t time_us = 0;

    static constexpr void
    add(void* data,
        zwp_relative_pointer_v1*,
        std::uint32_t high,
        std::uint32_t low,
        wl_fixed_t dx,
        wl_fixed_t dy,
        wl_fixed_t /*plain_dx*/,
        wl_fixed_t /*plain_dy*/) {
        auto& way = *static_cast<Way*>(data);
        way.x += wl_fixed_to_double(dx);
        way.y += wl_fixed_to_double(dy);
        way.time_us = std::uint64_t{high} << 32U | low;
    }
};

constexpr zwp_relative_pointer_v1_listener relative_listener{.relative_motion = Way::add};

/// A client with a floating window that has the keyboard, and the pointer on it.
struct Game {
    explicit Game(Session& session)
        : client((session.folder() / session.display()).string())
        , events(client) {
        bind_global(client.connection(), constraints, zwp_pointer_constraints_v1_interface);
        bind_global(client.connection(), relatives, zwp_relative_pointer_manager_v1_interface);
        relative.reset(
            zwp_relative_pointer_manager_v1_get_relative_pointer(relatives.get(), events.pointer())
        );
        zwp_relative_pointer_v1_add_listener(relative.get(), &relative_listener, &way);
        WaylandWindow::Options options;
        options.app_id = "game";
        options.size = window_size;
        options.fixed_size = true;
        window = std::make_unique<WaylandWindow>(client, options);
        id = std::to_string(session.wait_for_window("game").id);
        session.ctl({"move", id, std::to_string(corner.x), std::to_string(corner.y)});
        client.roundtrip();
    }

    void lock(zwp_pointer_constraints_v1_lifetime lifetime = persistent) {
        locked.reset(zwp_pointer_constraints_v1_lock_pointer(
            constraints.get(), window->surface(), events.pointer(), nullptr, lifetime
        ));
        zwp_locked_pointer_v1_add_listener(locked.get(), &lock_listener, &hold);
        client.roundtrip();
    }

    void confine(wl_region* region) {
        confined.reset(zwp_pointer_constraints_v1_confine_pointer(
            constraints.get(), window->surface(), events.pointer(), region, persistent
        ));
        zwp_confined_pointer_v1_add_listener(confined.get(), &confine_listener, &hold);
        client.roundtrip();
    }

    WaylandClient client;
    PointerEvents events;
    Hold hold;
    Way way;
    Object<zwp_pointer_constraints_v1, zwp_pointer_constraints_v1_destroy> constraints;
    Object<zwp_relative_pointer_manager_v1, zwp_relative_pointer_manager_v1_destroy> relatives;
    Object<zwp_relative_pointer_v1, zwp_relative_pointer_v1_destroy> relative;
    std::unique_ptr<WaylandWindow> window;
    Object<zwp_locked_pointer_v1, zwp_locked_pointer_v1_destroy> locked;
    Object<zwp_confined_pointer_v1, zwp_confined_pointer_v1_destroy> confined;
    std::string id;
};

Point inside(Point offset) {
    return {corner.x + offset.x, corner.y + offset.y};
}

Point pointer_of(Session& session) {
    const auto reply = session.request(":type :pointer-position");
    const auto* items = reply.get_if<ipc::List>();
    REQUIRE(items != nullptr);
    Point at;
    for (std::size_t i = 0; i + 1 < items->items.size(); i += 2) {
        const auto* key = items->items[i].get_if<ipc::Keyword>();
        const auto* number = items->items[i + 1].get_if<double>();
        if (key != nullptr && number != nullptr) {
            (key->name == "x" ? at.x : at.y) = static_cast<int>(*number);
        }
    }
    return at;
}

struct Desktop {
    Session session;
    Mouse mouse{session};
    Game game{session};

    void enter(Point offset) {
        mouse.move(inside(offset));
        game.client.wait_until([&] { return game.events.at == offset; }, "the pointer");
    }

    void wait_for(bool active) {
        game.client.wait_until(
            [&] { return game.hold.active() == active; }, active ? "the hold" : "its end"
        );
    }

    Point pointer() { return pointer_of(session); }
};

TEST_CASE("relative motion tells how far the mouse went, also without a lock") {
    Desktop desktop;
    desktop.enter({10, 10});
    desktop.game.way = {};
    desktop.mouse.push({7, -3});
    desktop.game.client.wait_until([&] { return desktop.game.way.x == 7; }, "relative motion");
    CHECK(desktop.game.way.y == -3);
    CHECK(desktop.game.way.time_us % 1000 == 0);
    CHECK(desktop.game.way.time_us > 0);
    desktop.game.client.wait_until(
        [&] { return desktop.game.events.at == Point{17, 7}; }, "ordinary motion"
    );
    // Away from its surfaces a client hears nothing.
    desktop.mouse.move({1000, 600});
    desktop.game.client.roundtrip();
    desktop.game.way = {};
    desktop.mouse.push({5, 5});
    desktop.game.client.roundtrip();
    CHECK(desktop.game.way.x == 0);
}

TEST_CASE("a locked pointer stays where it is while its motion is told") {
    Desktop desktop;
    desktop.enter({50, 40});
    desktop.game.lock();
    desktop.wait_for(true);
    desktop.game.way = {};
    desktop.mouse.push({300, 200});
    desktop.mouse.push({300, 200});
    desktop.game.client.wait_until([&] { return desktop.game.way.x == 600; }, "relative motion");
    CHECK(desktop.game.way.y == 400);
    CHECK(desktop.game.events.at == Point{50, 40});
    CHECK(desktop.pointer() == inside({50, 40}));

    SECTION("and goes where the client says at the end") {
        zwp_locked_pointer_v1_set_cursor_position_hint(
            desktop.game.locked.get(), wl_fixed_from_int(120), wl_fixed_from_int(90)
        );
        wl_surface_commit(desktop.game.window->surface());
        desktop.game.client.roundtrip();
        desktop.game.locked.reset();
        desktop.game.client.roundtrip();
        CHECK(desktop.pointer() == inside({120, 90}));
    }
    SECTION("and goes where it would without a hint") {
        desktop.game.locked.reset();
        desktop.game.client.roundtrip();
        CHECK(desktop.pointer() == inside({50, 40}));
    }
    SECTION("and a hint outside of the window is not taken") {
        zwp_locked_pointer_v1_set_cursor_position_hint(
            desktop.game.locked.get(), wl_fixed_from_int(500), wl_fixed_from_int(300)
        );
        wl_surface_commit(desktop.game.window->surface());
        desktop.game.client.roundtrip();
        desktop.game.locked.reset();
        desktop.game.client.roundtrip();
        CHECK(desktop.pointer() == inside({50, 40}));
    }
    desktop.mouse.push({-1, -1});
    desktop.game.client.roundtrip();
    CHECK(desktop.game.events.surface == desktop.game.window->surface());
}

TEST_CASE("another window's focus ends a lock, and focus again renews a persistent one") {
    Desktop desktop;
    desktop.enter({50, 40});
    const bool lasting = GENERATE(true, false);
    CAPTURE(lasting);
    desktop.game.lock(lasting ? persistent : oneshot);
    desktop.wait_for(true);
    WaylandClient other((desktop.session.folder() / desktop.session.display()).string());
    WaylandWindow::Options options;
    options.app_id = "other";
    options.size = {100, 100};
    options.fixed_size = true;
    const WaylandWindow window(other, options);
    desktop.session.wait_for_window("other"); // new windows take the focus
    desktop.wait_for(false);
    desktop.session.ctl({"focus", desktop.game.id});
    desktop.game.client.roundtrip();
    CHECK(desktop.game.hold.active() == lasting);
}

TEST_CASE("a lock asked for without the pointer there waits for it") {
    Desktop desktop;
    desktop.mouse.move({1000, 600});
    desktop.game.lock();
    CHECK_FALSE(desktop.game.hold.active());
    desktop.mouse.move(inside({5, 5}));
    desktop.wait_for(true);
    desktop.mouse.push({400, 400});
    CHECK(desktop.pointer() == inside({5, 5}));
}

TEST_CASE("a confined pointer stays in the region") {
    Desktop desktop;
    Object<wl_compositor, wl_compositor_destroy> compositor;
    bind_global(desktop.game.client.connection(), compositor, wl_compositor_interface, 4);
    Object<wl_region, wl_region_destroy> region(wl_compositor_create_region(compositor.get()));
    wl_region_add(region.get(), 20, 20, 100, 60);
    desktop.enter({50, 40});
    desktop.game.confine(region.get());
    desktop.wait_for(true);
    desktop.mouse.push({500, 0});
    CHECK(desktop.pointer().y == inside({0, 40}).y);
    CHECK(desktop.pointer().x >= inside({118, 0}).x);
    CHECK(desktop.pointer().x < inside({120, 0}).x);
    desktop.mouse.push({-500, -500});
    CHECK(desktop.pointer() == inside({20, 20}));
    desktop.game.confined.reset();
    desktop.game.client.roundtrip();
    desktop.mouse.push({-50, 0});
    CHECK(desktop.pointer() == inside({-30, 20}));
}

TEST_CASE("a client that dies with the pointer locked frees it") {
    Session session;
    Mouse mouse(session);
    {
        Game game(session);
        mouse.move(inside({50, 40}));
        game.client.wait_until([&] { return game.events.surface != nullptr; }, "the pointer");
        game.lock();
        REQUIRE(game.hold.active());
    }
    session.wait_for_no_window("game");
    mouse.push({30, 30});
    CHECK(pointer_of(session) == inside({80, 70}));
}

} // namespace
} // namespace exwm_vr::test
