// SPDX-License-Identifier: MIT
// The lock screen: once it is on, nothing else is shown or gets input, whatever anybody does.
#include "locker.hpp"
#include "menu.hpp"
#include "support/keyboard.hpp"
#include "support/mouse.hpp"
#include "support/plain_surface.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

// The generated header has an argument of this name, which C++ keeps for itself.
#define namespace name_space
#include <wlr-layer-shell-unstable-v1-client-protocol.h>
#undef namespace
#include <linux/input-event-codes.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace exwm_vr::test {
namespace {

constexpr Pixel red{255, 0, 0, 255};
constexpr Pixel green{0, 255, 0, 255};
constexpr Pixel blue{0, 0, 255, 255};
constexpr Pixel black{0, 0, 0, 255};
constexpr Pixel abandoned{102, 0, 0, 255};
constexpr int all_pixels = 1280 * 720;

/// A session with a red window over the whole output that has the keyboard.
struct Desktop {
    explicit Desktop(const Session::Options& options = {})
        : session(options) {
        window = open("secret", red);
        wait_for(red, all_pixels, "the window");
    }

    std::unique_ptr<WaylandWindow> open(const std::string& app_id, Pixel colour) {
        WaylandWindow::Options options;
        options.app_id = app_id;
        options.colour = colour;
        auto opened = std::make_unique<WaylandWindow>(client, options);
        session.wait_for_window(app_id);
        client.roundtrip(); // it learns its size, and draws
        return opened;
    }

    void wait_for(Pixel colour, int count, const std::string& description) {
        session.wait_for_picture(
            [&](const auto& image) { return count_pixels(image, colour) == count; }, description
        );
    }

    /// Whether keys go to the window (or else to nobody of this client).
    void check_keys(bool here) {
        const auto before = keyboard.pressed.size();
        session.ctl({"type", "x"});
        client.roundtrip();
        CHECK((keyboard.pressed.size() > before) == here);
        CHECK((keyboard.surface != nullptr) == here);
    }

    Session session;
    WaylandClient client{path_of(session)};
    KeyboardEvents keyboard{client};
    std::unique_ptr<WaylandWindow> window;
};

TEST_CASE("a lock hides all at once, and gives all back") {
    Desktop desktop({.outputs = {"1280x720", "800x600"}, .config = {}, .arguments = {}});
    desktop.check_keys(true);
    Locker locker(desktop.session);
    locker.wait_locked();
    // Before the locker has drawn anything.
    CHECK(count_pixels(desktop.session.screenshot(), black) == all_pixels);
    desktop.check_keys(false);

    const auto& first = locker.cover("HEADLESS-1");
    const auto& second = locker.cover("HEADLESS-2", green);
    CHECK(first.size() == Size{1280, 720});
    CHECK(second.size() == Size{800, 600});
    desktop.wait_for(blue, all_pixels, "the locker");
    desktop.session.wait_for_picture(
        [](const auto& image) { return count_pixels(image, green) == 800 * 600; },
        "the locker on the second output",
        "HEADLESS-2"
    );
    desktop.check_keys(false);
    locker.client.wait_until([&] { return !locker.keyboard.pressed.empty(); }, "its key");
    CHECK(locker.keyboard.surface == first.surface());

    locker.unlock();
    desktop.wait_for(red, all_pixels, "the window again");
    desktop.check_keys(true);
    CHECK_FALSE(locker.finished);
}

TEST_CASE("a locker that dies leaves the session locked, and another may take over") {
    Desktop desktop;
    Locker locker(desktop.session);
    SECTION("with something shown") {
        locker.cover("HEADLESS-1");
        desktop.wait_for(blue, all_pixels, "the locker");
    }
    SECTION("before it was told") {}
    locker.die();
    desktop.wait_for(abandoned, all_pixels, "an empty lock screen");
    desktop.check_keys(false);

    Locker other(desktop.session);
    other.wait_locked();
    CHECK(count_pixels(desktop.session.screenshot(), red) == 0);
    other.cover("HEADLESS-1", green);
    desktop.wait_for(green, all_pixels, "the second locker");
    desktop.check_keys(false);
    other.unlock();
    desktop.wait_for(red, all_pixels, "the window again");
    desktop.check_keys(true);
}

TEST_CASE("only one locker locks at a time") {
    Desktop desktop;
    Locker locker(desktop.session);
    locker.wait_locked();
    Locker late(desktop.session);
    late.client.wait_until([&] { return late.finished; }, "its refusal");
    CHECK_FALSE(late.locked);
    desktop.check_keys(false);
    locker.cover("HEADLESS-1");
    desktop.wait_for(blue, all_pixels, "the first locker");
    locker.unlock();
    desktop.wait_for(red, all_pixels, "the window again");
}

TEST_CASE("nothing that comes while it is locked is shown") {
    Desktop desktop;
    Locker locker(desktop.session);
    locker.cover("HEADLESS-1");
    desktop.wait_for(blue, all_pixels, "the locker");

    SECTION("a window") {
        const auto other = desktop.open("other", green);
        desktop.session.ctl({"focus", std::to_string(desktop.session.wait_for_window("other").id)});
        desktop.check_keys(false);
        CHECK(count_pixels(desktop.session.screenshot(), blue) == all_pixels);
    }
    SECTION("a panel above all that wants the keyboard") {
        Object<zwlr_layer_shell_v1, zwlr_layer_shell_v1_destroy> layers;
        bind_global(desktop.client.connection(), layers, zwlr_layer_shell_v1_interface, 4);
        PlainSurface surface(desktop.client);
        bool configured = false;
        constexpr zwlr_layer_surface_v1_listener listener{
            .configure =
                [](void* data,
                   zwlr_layer_surface_v1* role,
                   std::uint32_t serial,
                   std::uint32_t,
                   std::uint32_t) {
                    *static_cast<bool*>(data) = true;
                    zwlr_layer_surface_v1_ack_configure(role, serial);
                },
            .closed = [](void*, zwlr_layer_surface_v1*) {},
        };
        const Object<zwlr_layer_surface_v1, zwlr_layer_surface_v1_destroy> role(
            zwlr_layer_shell_v1_get_layer_surface(
                layers.get(), surface.get(), nullptr, ZWLR_LAYER_SHELL_V1_LAYER_OVERLAY, "spoof"
            )
        );
        zwlr_layer_surface_v1_add_listener(role.get(), &listener, &configured);
        zwlr_layer_surface_v1_set_size(role.get(), 400, 300);
        zwlr_layer_surface_v1_set_keyboard_interactivity(
            role.get(), ZWLR_LAYER_SURFACE_V1_KEYBOARD_INTERACTIVITY_EXCLUSIVE
        );
        surface.commit();
        desktop.client.wait_until([&] { return configured; }, "the panel's size");
        surface.draw({400, 300}, green);
        desktop.client.roundtrip();
        desktop.check_keys(false);
        CHECK(count_pixels(desktop.session.screenshot(), blue) == all_pixels);
    }
    SECTION("an output") {
        desktop.session.ctl({"output", "add", "late:640x480"});
        const auto shown = [&](Pixel colour) {
            desktop.session.wait_for_picture(
                [&](const auto& image) { return count_pixels(image, colour) == 640 * 480; },
                "the new output",
                "late"
            );
        };
        shown(black);
        locker.cover("late", green);
        shown(green);
        desktop.session.ctl({"output", "remove", "late"});
        locker.client.roundtrip();
        desktop.check_keys(false);
        CHECK(count_pixels(desktop.session.screenshot(), blue) == all_pixels);
    }
    SECTION("another size of the output") {
        desktop.session.ctl({"output", "set", "HEADLESS-1", "--mode", "1000x500"});
        auto& cover = *locker.covers.front();
        locker.client.wait_until([&] { return cover.size() == Size{1000, 500}; }, "the size");
        CHECK(count_pixels(desktop.session.screenshot(), red) == 0);
        cover.draw(blue);
        desktop.wait_for(blue, 1000 * 500, "the locker");
        desktop.session.ctl({"output", "set", "HEADLESS-1", "--mode", "1280x720"});
        locker.client.wait_until([&] { return cover.size() == Size{1280, 720}; }, "the size");
        cover.draw(blue);
        desktop.client.roundtrip();
    }
    locker.unlock();
}

TEST_CASE("bindings, grabs and window captures are off while it is locked") {
    Desktop desktop(
        {.outputs = {"1280x720"},
         .config = "windows: {gap: 0, border: 0}\nbindings:\n  s-q: close\n",
         .arguments = {}}
    );
    desktop.session.request(":type :key-grab :key \"s-g\"");
    const auto id = std::to_string(desktop.session.wait_for_window("secret").id);
    desktop.session.ctl(
        {"screenshot", "--window", id, (desktop.session.folder() / "before.png").string()}
    );
    Locker locker(desktop.session);
    locker.cover("HEADLESS-1");
    locker.client.wait_until([&] { return locker.keyboard.surface != nullptr; }, "the keyboard");
    desktop.session.ctl({"key", "s-q"});
    desktop.session.ctl({"key", "s-g"});
    locker.client.wait_until(
        [&] {
            return std::ranges::contains(locker.keyboard.pressed, std::uint32_t{KEY_Q}) &&
                   std::ranges::contains(locker.keyboard.pressed, std::uint32_t{KEY_G});
        },
        "both keys"
    );
    desktop.client.roundtrip();
    CHECK_FALSE(desktop.window->close_requested());
    const auto capture = desktop.session.start(
        {program("EXWM_VRCTL"),
         "screenshot",
         "--window",
         id,
         (desktop.session.folder() / "secret.png").string()}
    );
    CHECK(capture->wait() != 0);
    CHECK_FALSE(std::filesystem::exists(desktop.session.folder() / "secret.png"));

    locker.unlock();
    desktop.session.ctl({"key", "s-q"});
    desktop.client.wait_until([&] { return desktop.window->close_requested(); }, "the binding");
}

TEST_CASE("an open menu does not keep the keyboard or the pointer from the locker") {
    Desktop desktop;
    PointerEvents pointer(desktop.client);
    Mouse mouse(desktop.session);
    mouse.move({5, 5});
    mouse.press();
    desktop.client.wait_until([&] { return pointer.press_serial != 0; }, "the press");
    Menu menu(desktop.client, *desktop.window, pointer.seat(), pointer.press_serial);
    desktop.wait_for(green, 300 * 200, "the menu");

    Locker locker(desktop.session);
    locker.wait_locked();
    desktop.client.wait_until([&] { return menu.dismissed; }, "the menu's end");
    PointerEvents at_locker(locker.client);
    const auto& cover = locker.cover("HEADLESS-1");
    desktop.wait_for(blue, all_pixels, "the locker");
    desktop.check_keys(false);
    locker.client.wait_until([&] { return !locker.keyboard.pressed.empty(); }, "its key");
    // Still with the button down that went to the window.
    mouse.move({20, 30});
    locker.client.wait_until([&] { return at_locker.surface == cover.surface(); }, "the pointer");
    mouse.release();

    SECTION("nor does one that opens late") {
        const Menu late(desktop.client, *desktop.window, pointer.seat(), pointer.press_serial);
        desktop.client.wait_until([&] { return late.dismissed; }, "its end");
        mouse.move({25, 35});
        locker.client.wait_until([&] { return at_locker.at == Point{25, 35}; }, "motion");
        const auto before = locker.keyboard.pressed.size();
        desktop.check_keys(false);
        locker.client.wait_until([&] { return locker.keyboard.pressed.size() > before; }, "a key");
    }
    locker.unlock();
    desktop.check_keys(true);
}

} // namespace
} // namespace exwm_vr::test
