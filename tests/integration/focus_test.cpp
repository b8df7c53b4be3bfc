// SPDX-License-Identifier: MIT
// Keys go where the user sees that they go: menus, panels and other programs do not keep them.
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
#include <xdg-activation-v1-client-protocol.h>

#include <cstdint>
#include <memory>
#include <string>

namespace exwm_vr::test {
namespace {

constexpr Pixel red{255, 0, 0, 255};
constexpr Pixel blue{0, 0, 255, 255};
constexpr Size panel_size{400, 40};

/// A program with one window, and what it is told of the seat.
struct Program {
    Program(Session& session, const std::string& app_id, Pixel colour)
        : client((session.folder() / session.display()).string()) {
        WaylandWindow::Options options;
        options.app_id = app_id;
        options.colour = colour;
        window = std::make_unique<WaylandWindow>(client, options);
        session.wait_for_window(app_id);
        client.roundtrip();
    }

    WaylandClient client;
    KeyboardEvents keyboard{client};
    PointerEvents pointer{client};
    std::unique_ptr<WaylandWindow> window;
};

/// A strip at the top of the output that leaves windows where they are.
class Panel {
public:
    Panel(WaylandClient& client, std::uint32_t keyboard)
        : surface_(client) {
        bind_global(client.connection(), layers_, zwlr_layer_shell_v1_interface, 4);
        layer_.reset(zwlr_layer_shell_v1_get_layer_surface(
            layers_.get(), surface_.get(), nullptr, ZWLR_LAYER_SHELL_V1_LAYER_TOP, "panel"
        ));
        zwlr_layer_surface_v1_add_listener(layer_.get(), &listener(), this);
        zwlr_layer_surface_v1_set_size(layer_.get(), panel_size.width, panel_size.height);
        zwlr_layer_surface_v1_set_anchor(layer_.get(), ZWLR_LAYER_SURFACE_V1_ANCHOR_TOP);
        zwlr_layer_surface_v1_set_keyboard_interactivity(layer_.get(), keyboard);
        surface_.commit();
        client.wait_until([this] { return configured_; }, "the panel's size");
        surface_.draw(panel_size, blue);
        client.roundtrip();
    }

    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;
    ~Panel() = default;

    [[nodiscard]] wl_surface* surface() const { return surface_.get(); }

private:
    bool configured_ = false;

    static const zwlr_layer_surface_v1_listener& listener() {
        static constexpr zwlr_layer_surface_v1_listener table{
            .configure =
                [](void* data,
                   zwlr_layer_surface_v1* layer,
                   std::uint32_t serial,
                   std::uint32_t,
                   std::uint32_t) {
                    static_cast<Panel*>(data)->configured_ = true;
                    zwlr_layer_surface_v1_ack_configure(layer, serial);
                },
            .closed = [](void*, zwlr_layer_surface_v1*) {},
        };
        return table;
    }

    Object<zwlr_layer_shell_v1, zwlr_layer_shell_v1_destroy> layers_;
    PlainSurface surface_;
    Object<zwlr_layer_surface_v1, zwlr_layer_surface_v1_destroy> layer_;
};

/// Two programs side by side.
struct Desktop {
    explicit Desktop(const std::string& config = {})
        : session({.outputs = {"1280x720"}, .config = config, .arguments = {}}) {}

    Session session;
    Mouse mouse{session};
    Program left{session, "left", red};
    Program right{session, "right", blue};

    [[nodiscard]] Window find(const std::string& app_id) { return session.wait_for_window(app_id); }

    void click(Program& program, const std::string& app_id) {
        const int before = program.pointer.presses;
        mouse.move(find(app_id).box.center());
        mouse.press();
        mouse.release();
        program.client.wait_until([&] { return program.pointer.presses > before; }, "the click");
    }

    /// Whether what is typed now goes to the program.
    bool gets_keys(Program& program) {
        const auto before = program.keyboard.pressed.size();
        session.ctl({"type", "x"});
        program.client.roundtrip();
        return program.keyboard.pressed.size() > before;
    }
};

TEST_CASE("what gets the focus while a menu is open gets the keys, and the menu closes") {
    Desktop desktop;
    auto& [session, mouse, left, right] = desktop;
    desktop.click(left, "left");
    Menu menu(left.client, *left.window, left.pointer.seat(), left.pointer.press_serial);
    CHECK(desktop.gets_keys(left));
    CHECK_FALSE(menu.dismissed);
    const auto check_closed = [&] {
        left.client.wait_until([&] { return menu.dismissed; }, "the menu's end");
        CHECK_FALSE(desktop.gets_keys(left));
    };

    SECTION("a window that is clicked, which the click does not reach") {
        mouse.move(desktop.find("right").box.center());
        mouse.press();
        mouse.release();
        CHECK(desktop.gets_keys(right));
        CHECK(right.pointer.presses == 0);
        mouse.press();
        mouse.release();
        right.client.wait_until([&] { return right.pointer.presses == 1; }, "the next click");
        check_closed();
    }
    SECTION("a window that a key leads to") {
        session.ctl({"key", "s-j"});
        CHECK(desktop.gets_keys(right));
        check_closed();
    }
    SECTION("the window on another workspace") {
        session.ctl({"move-to-workspace", std::to_string(desktop.find("right").id), "2"});
        session.ctl({"key", "s-2"});
        CHECK(desktop.gets_keys(right));
        check_closed();
    }
    SECTION("a launcher") {
        const Panel launcher(right.client, ZWLR_LAYER_SURFACE_V1_KEYBOARD_INTERACTIVITY_EXCLUSIVE);
        CHECK(desktop.gets_keys(right));
        CHECK(right.keyboard.surface == launcher.surface());
        check_closed();
    }
}

TEST_CASE("the pointer passes over another window on its way and the menu stays") {
    Desktop desktop("windows: {border: 0, gap: 0}\nfocus: {follows_pointer: true}\n");
    auto& [session, mouse, left, right] = desktop;
    desktop.click(left, "left");
    {
        const Menu menu(left.client, *left.window, left.pointer.seat(), left.pointer.press_serial);
        mouse.move(desktop.find("right").box.center());
        CHECK(desktop.gets_keys(left));
        CHECK_FALSE(menu.dismissed);
    }
    left.client.roundtrip();
    mouse.move(desktop.find("right").box.center());
    CHECK(desktop.gets_keys(right));
}

TEST_CASE("keys go on to the window under a menu that was closed") {
    Desktop desktop;
    auto& [session, mouse, left, right] = desktop;
    desktop.click(left, "left");
    {
        const Menu menu(left.client, *left.window, left.pointer.seat(), left.pointer.press_serial);
        CHECK(desktop.gets_keys(left));
    }
    left.client.roundtrip();
    CHECK(desktop.gets_keys(left));
    desktop.click(right, "right");
    CHECK(desktop.gets_keys(right));
}

TEST_CASE("a program that the user is not at holds no input by a menu") {
    Desktop desktop;
    auto& [session, mouse, left, right] = desktop;
    desktop.click(right, "right");
    const auto old_serial = right.pointer.press_serial;
    desktop.click(left, "left");
    const Menu menu(right.client, *right.window, right.pointer.seat(), old_serial);
    right.client.wait_until([&] { return menu.dismissed; }, "the menu's end");
    desktop.click(left, "left");
    CHECK(desktop.gets_keys(left));
}

TEST_CASE("a panel without the keyboard may open a menu where it was clicked") {
    Desktop desktop;
    auto& [session, mouse, left, right] = desktop;
    const Panel panel(right.client, ZWLR_LAYER_SURFACE_V1_KEYBOARD_INTERACTIVITY_NONE);
    desktop.click(left, "left");
    mouse.move({1280 / 2, panel_size.height / 2});
    mouse.press();
    mouse.release();
    right.client.wait_until([&] { return right.pointer.presses == 1; }, "the click");
    mouse.move(desktop.find("left").box.center());
    const Menu menu(right.client, *right.window, right.pointer.seat(), right.pointer.press_serial);
    mouse.move(desktop.find("right").box.center());
    right.client.roundtrip();
    CHECK_FALSE(menu.dismissed);
}

TEST_CASE("a panel that was clicked has the keyboard until the focus moves") {
    Desktop desktop;
    auto& [session, mouse, left, right] = desktop;
    WaylandClient client((session.folder() / session.display()).string());
    KeyboardEvents keyboard(client);
    const Panel panel(client, ZWLR_LAYER_SURFACE_V1_KEYBOARD_INTERACTIVITY_ON_DEMAND);
    desktop.click(left, "left");
    mouse.move({1280 / 2, panel_size.height / 2});
    mouse.press();
    mouse.release();
    client.wait_until([&] { return keyboard.surface == panel.surface(); }, "the keyboard");
    CHECK_FALSE(desktop.gets_keys(left));

    SECTION("by a key") {
        session.ctl({"key", "s-j"});
        CHECK(desktop.gets_keys(right));
    }
    SECTION("by a new window") {
        Program other(session, "other", red);
        CHECK(desktop.gets_keys(other));
    }
    client.roundtrip();
    CHECK(keyboard.surface == nullptr);
}

/// Asks for a token by an event, for a surface if it is not null; what the program was given.
std::string ask_token(
    Program& program,
    xdg_activation_v1* activation,
    std::uint32_t serial,
    wl_surface* surface = nullptr
) {
    std::string given;
    constexpr xdg_activation_token_v1_listener listener{
        .done = [](void* data, xdg_activation_token_v1*, const char* token) {
            *static_cast<std::string*>(data) = token;
        },
    };
    const Object<xdg_activation_token_v1, xdg_activation_token_v1_destroy> token(
        xdg_activation_v1_get_activation_token(activation)
    );
    xdg_activation_token_v1_add_listener(token.get(), &listener, &given);
    xdg_activation_token_v1_set_serial(token.get(), serial, program.pointer.seat());
    if (surface != nullptr) {
        xdg_activation_token_v1_set_surface(token.get(), surface);
    }
    xdg_activation_token_v1_commit(token.get());
    program.client.wait_until([&] { return !given.empty(); }, "the token");
    return given;
}

TEST_CASE("only a program that the user is at hands the focus on") {
    Desktop desktop;
    auto& [session, mouse, left, right] = desktop;
    Object<xdg_activation_v1, xdg_activation_v1_destroy> of_left;
    Object<xdg_activation_v1, xdg_activation_v1_destroy> of_right;
    bind_global(left.client.connection(), of_left, xdg_activation_v1_interface);
    bind_global(right.client.connection(), of_right, xdg_activation_v1_interface);
    desktop.click(right, "right");
    const auto serial = right.pointer.press_serial;
    const auto in_time = ask_token(right, of_right.get(), serial, right.window->surface());
    desktop.click(left, "left");

    SECTION("one that was clicked on long ago only asks for it") {
        const auto late = ask_token(right, of_right.get(), serial);
        xdg_activation_v1_activate(of_right.get(), late.c_str(), right.window->surface());
        right.client.roundtrip();
        CHECK(desktop.find("right").urgent);
        CHECK(desktop.find("left").focused);
    }
    SECTION("one that names an event of the program that the user is at only asks for it") {
        // wlroots believes it of events from before all that it remembers of the program's own.
        const Program other(session, "other", red);
        desktop.click(left, "left");
        const auto here = desktop.find("right").box.center();
        const auto there = desktop.find("other").box.center();
        constexpr int more_than_it_remembers = 200;
        for (int i = 0; i < more_than_it_remembers; ++i) {
            mouse.move(here);
            mouse.move(there);
        }
        right.client.roundtrip();
        const auto stolen = ask_token(right, of_right.get(), left.pointer.press_serial);
        xdg_activation_v1_activate(of_right.get(), stolen.c_str(), right.window->surface());
        right.client.roundtrip();
        CHECK(desktop.find("right").urgent);
        CHECK(desktop.find("left").focused);
    }
    SECTION("one that asked while the user was at it has it yet, as a program that starts slowly") {
        xdg_activation_v1_activate(of_right.get(), in_time.c_str(), right.window->surface());
        right.client.roundtrip();
        CHECK(desktop.find("right").focused);
    }
    SECTION("one that is given another's token gets it, as from a launcher") {
        const auto given =
            ask_token(left, of_left.get(), left.pointer.press_serial, left.window->surface());
        xdg_activation_v1_activate(of_right.get(), given.c_str(), right.window->surface());
        right.client.roundtrip();
        CHECK(desktop.find("right").focused);
    }
}

} // namespace
} // namespace exwm_vr::test
