// SPDX-License-Identifier: MIT
// Popups of layer-shell panels: on the panel's output, above windows, and with input.
#include "ctl/wayland/outputs.hpp"
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
#include <xdg-shell-client-protocol.h>

#include <cstdint>
#include <memory>
#include <string>

namespace exwm_vr::test {
namespace {

constexpr Pixel red{255, 0, 0, 255};
constexpr Pixel green{0, 255, 0, 255};
constexpr Pixel blue{0, 0, 255, 255};
constexpr int panel_height = 30;
constexpr Size popup_size{300, 200};

struct Globals {
    explicit Globals(WaylandClient& client) {
        bind_global(client.connection(), layers, zwlr_layer_shell_v1_interface, 4);
        bind_global(client.connection(), shell, xdg_wm_base_interface, 3);
        auto opened = ctl::Outputs::open(client.connection(), ctl::Deadline::after(patience));
        REQUIRE(opened);
        outputs = std::move(*opened);
    }

    Object<zwlr_layer_shell_v1, zwlr_layer_shell_v1_destroy> layers;
    Object<xdg_wm_base, xdg_wm_base_destroy> shell;
    std::unique_ptr<ctl::Outputs> outputs;
};

enum class Edge : std::uint8_t { top, bottom };

/// A blue bar along an edge of an output.
class Panel {
public:
    Panel(WaylandClient& client, Globals& globals, const std::string& output, Edge edge)
        : surface_(client) {
        const auto* on = globals.outputs->find(output);
        REQUIRE(on != nullptr);
        layer_.reset(zwlr_layer_shell_v1_get_layer_surface(
            globals.layers.get(),
            surface_.get(),
            on->proxy.get(),
            ZWLR_LAYER_SHELL_V1_LAYER_TOP,
            "panel"
        ));
        zwlr_layer_surface_v1_add_listener(layer_.get(), &listener, this);
        zwlr_layer_surface_v1_set_size(layer_.get(), 0, panel_height);
        zwlr_layer_surface_v1_set_anchor(
            layer_.get(),
            ZWLR_LAYER_SURFACE_V1_ANCHOR_LEFT | ZWLR_LAYER_SURFACE_V1_ANCHOR_RIGHT |
                (edge == Edge::top ? ZWLR_LAYER_SURFACE_V1_ANCHOR_TOP
                                   : ZWLR_LAYER_SURFACE_V1_ANCHOR_BOTTOM)
        );
        zwlr_layer_surface_v1_set_exclusive_zone(layer_.get(), panel_height);
        surface_.commit();
        client.wait_until([this] { return !size_.empty(); }, "the panel's size");
        CHECK(size_ == Size{on->box().width, panel_height});
        client.roundtrip();
    }

    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;
    ~Panel() = default;

    [[nodiscard]] zwlr_layer_surface_v1* layer() const { return layer_.get(); }

    [[nodiscard]] wl_surface* surface() const { return surface_.get(); }

private:
    static const zwlr_layer_surface_v1_listener listener;

    PlainSurface surface_;
    Object<zwlr_layer_surface_v1, zwlr_layer_surface_v1_destroy> layer_;
    Size size_;
};

constexpr zwlr_layer_surface_v1_listener Panel::listener{
    .configure =
        [](void* data,
           zwlr_layer_surface_v1* layer,
           std::uint32_t serial,
           std::uint32_t width,
           std::uint32_t height) {
            auto& self = *static_cast<Panel*>(data);
            self.size_ = {static_cast<int>(width), static_cast<int>(height)};
            zwlr_layer_surface_v1_ack_configure(layer, serial);
            self.surface_.draw(self.size_, blue);
        },
    .closed = [](void*, zwlr_layer_surface_v1*) {},
};

/// A green popup of a panel, below and right of a point of it, which may slide and flip.
class Popup {
public:
    Popup(WaylandClient& client, Globals& globals, const Panel& panel, Point at)
        : surface_(client)
        , shell_(xdg_wm_base_get_xdg_surface(globals.shell.get(), surface_.get())) {
        xdg_surface_add_listener(shell_.get(), &surface_listener, this);
        const Object<xdg_positioner, xdg_positioner_destroy> positioner(
            xdg_wm_base_create_positioner(globals.shell.get())
        );
        xdg_positioner_set_size(positioner.get(), popup_size.width, popup_size.height);
        xdg_positioner_set_anchor_rect(positioner.get(), at.x, at.y, 1, 1);
        xdg_positioner_set_anchor(positioner.get(), XDG_POSITIONER_ANCHOR_BOTTOM_RIGHT);
        xdg_positioner_set_gravity(positioner.get(), XDG_POSITIONER_GRAVITY_BOTTOM_RIGHT);
        xdg_positioner_set_constraint_adjustment(
            positioner.get(),
            XDG_POSITIONER_CONSTRAINT_ADJUSTMENT_SLIDE_X |
                XDG_POSITIONER_CONSTRAINT_ADJUSTMENT_FLIP_Y
        );
        popup_.reset(xdg_surface_get_popup(shell_.get(), nullptr, positioner.get()));
        xdg_popup_add_listener(popup_.get(), &popup_listener, this);
        zwlr_layer_surface_v1_get_popup(panel.layer(), popup_.get());
        surface_.commit();
        client.wait_until([this] { return configured_; }, "the popup's place");
        client.roundtrip();
    }

    Popup(const Popup&) = delete;
    Popup& operator=(const Popup&) = delete;
    ~Popup() = default;

    [[nodiscard]] wl_surface* surface() const { return surface_.get(); }

    [[nodiscard]] Box box() const { return box_; } ///< relative to the panel, logical px

private:
    static Popup& of(void* data) { return *static_cast<Popup*>(data); }

    static const xdg_popup_listener popup_listener;
    static const xdg_surface_listener surface_listener;

    PlainSurface surface_;
    Object<xdg_surface, xdg_surface_destroy> shell_;
    Object<xdg_popup, xdg_popup_destroy> popup_;
    Box box_;
    bool configured_ = false;
};

constexpr xdg_popup_listener Popup::popup_listener{
    .configure = [](void* data,
                    xdg_popup*,
                    std::int32_t x,
                    std::int32_t y,
                    std::int32_t width,
                    std::int32_t height) { of(data).box_ = {x, y, width, height}; },
    .popup_done = [](void*, xdg_popup*) {},
    .repositioned = [](void*, xdg_popup*, std::uint32_t) {},
};
constexpr xdg_surface_listener Popup::surface_listener{
    .configure = [](void* data, xdg_surface* shell, std::uint32_t serial) {
        auto& self = of(data);
        self.configured_ = true;
        xdg_surface_ack_configure(shell, serial);
        self.surface_.draw(self.box_.size(), green);
    },
};

/// Two outputs side by side, each with a window of another client's that fills it.
struct Desktop {
    Session session{{.outputs = {"left:800x600", "right:1000x700"}, .config = {}, .arguments = {}}};
    WaylandClient windows{(session.folder() / session.display()).string()};
    WaylandClient client{(session.folder() / session.display()).string()};
    PointerEvents window_pointer{windows};
    PointerEvents pointer{client};
    Globals globals{client};
    Mouse mouse{session};
    std::unique_ptr<WaylandWindow> window;

    void open_window(const std::string& output, Size usable) {
        WaylandWindow::Options options;
        options.app_id = "window";
        options.colour = red;
        window = std::make_unique<WaylandWindow>(windows, options);
        const auto id = session.wait_for_window("window").id;
        session.request(
            ":type :workspace-move-surface :surface-id " + std::to_string(id) +
            " :workspace 0 :output \"" + output + '"'
        );
        windows.wait_until([&] { return window->size() == usable; }, "the window's size");
        windows.roundtrip();
    }

    void check_shown(Box popup, const std::string& output) {
        session.wait_for_picture(
            [&](const auto& image) {
                return count_pixels(image, green, popup) == popup.width * popup.height &&
                       count_pixels(image, red) > 0;
            },
            "the popup above the window",
            output
        );
    }

    /// Moves the pointer into the popup and out of it, down to the window.
    void check_input(const Popup& popup, Box box) {
        mouse.move({box.x + 7, box.y + 9});
        client.wait_until([&] { return pointer.surface == popup.surface(); }, "the pointer");
        CHECK(pointer.at == Point{7, 9});
        mouse.press();
        client.wait_until([&] { return pointer.presses == 1; }, "a press on the popup");
        mouse.release();
        CHECK(window_pointer.presses == 0);
        mouse.move({box.x - 20, box.y + 9});
        windows.wait_until(
            [&] { return window_pointer.surface == window->surface(); }, "the pointer beside it"
        );
        client.wait_until([&] { return pointer.surface == nullptr; }, "the pointer's leave");
    }
};

TEST_CASE("a panel's popup stays on its output and gets input above windows") {
    Desktop desktop;
    const Panel panel(desktop.client, desktop.globals, "left", Edge::top);
    desktop.open_window("left", {800, 600 - panel_height});
    {
        const Popup inside(desktop.client, desktop.globals, panel, {100, panel_height - 1});
        CHECK(inside.box() == Box{101, panel_height, 300, 200});
    }
    const Popup popup(desktop.client, desktop.globals, panel, {790, panel_height - 1});
    CHECK(popup.box() == Box{500, panel_height, 300, 200});
    const Box place{500, panel_height, 300, 200};
    desktop.check_shown(place, "left");
    desktop.check_input(popup, place);
}

TEST_CASE("the same on the second output, of a panel at the bottom") {
    Desktop desktop;
    const Panel panel(desktop.client, desktop.globals, "right", Edge::bottom);
    desktop.open_window("right", {1000, 700 - panel_height});
    const Popup popup(desktop.client, desktop.globals, panel, {990, 0});
    // No room below: it flips to above. Nor to the right: it slides.
    CHECK(popup.box() == Box{700, -200, 300, 200});
    desktop.check_shown({700, 700 - panel_height - 200, 300, 200}, "right");
    desktop.check_input(popup, {800 + 700, 700 - panel_height - 200, 300, 200});
}

TEST_CASE("a panel's popup is above a fullscreen window and goes with the panel") {
    Desktop desktop;
    auto panel = std::make_unique<Panel>(desktop.client, desktop.globals, "right", Edge::top);
    desktop.open_window("right", {1000, 700 - panel_height});
    const auto id = std::to_string(desktop.session.wait_for_window("window").id);
    desktop.session.ctl({"fullscreen", id, "on"});
    desktop.windows.wait_until([&] { return desktop.window->fullscreen(); }, "fullscreen");
    desktop.windows.roundtrip();
    auto popup = std::make_unique<Popup>(desktop.client, desktop.globals, *panel, Point{400, 29});
    desktop.check_shown({401, panel_height, 300, 200}, "right");
    desktop.check_input(*popup, {800 + 401, panel_height, 300, 200});
    popup.reset();
    panel.reset();
    desktop.client.roundtrip();
    desktop.session.wait_for_picture(
        [](const auto& image) { return count_pixels(image, red) == 1000 * 700; },
        "the window alone",
        "right"
    );
}

} // namespace
} // namespace exwm_vr::test
