// SPDX-License-Identifier: MIT
// X11 programs on outputs with a scale: they draw all of the pixels that there are.
#include "base/owned.hpp"
#include "support/mouse.hpp"
#include "wm/x11_space.hpp"
#include "x11_desktop.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <string>

namespace exwm_vr::test {
namespace {

constexpr Pixel black{0, 0, 0, 255};
constexpr Pixel white{255, 255, 255, 255};

Session::Options scaled(const std::string& scale, const std::string& config = {}) {
    return {.outputs = {"1280x720*" + scale}, .config = "windows: {gap: 0, border: 0}\n" + config};
}

/// Gives a window's ground columns of one pixel, black and white by turns: what is enlarged or
/// shrunk has greys.
void draw_columns(X11Client& client, const X11Window& window) {
    auto* x = client.get();
    const auto pixmap = xcb_generate_id(x);
    xcb_create_pixmap(x, client.screen().root_depth, pixmap, window.id(), 2, 1);
    const auto pen = xcb_generate_id(x);
    for (std::int16_t column = 0; column < 2; ++column) {
        const std::uint32_t colour = column == 0 ? 0 : 0xFFFFFF;
        if (column == 0) {
            xcb_create_gc(x, pen, pixmap, XCB_GC_FOREGROUND, &colour);
        } else {
            xcb_change_gc(x, pen, XCB_GC_FOREGROUND, &colour);
        }
        const xcb_point_t point{.x = column, .y = 0};
        xcb_poly_point(x, XCB_COORD_MODE_ORIGIN, pixmap, pen, 1, &point);
    }
    xcb_change_window_attributes(x, window.id(), XCB_CW_BACK_PIXMAP, &pixmap);
    xcb_clear_area(x, 0, window.id(), 0, 0, 0, 0);
    xcb_free_gc(x, pen);
    xcb_free_pixmap(x, pixmap);
    xcb_flush(x);
}

std::string resources(X11Client& client) {
    const auto cookie = xcb_get_property(
        client.get(), 0, client.screen().root, XCB_ATOM_RESOURCE_MANAGER, XCB_ATOM_STRING, 0, 4096
    );
    const Owned<xcb_get_property_reply_t, free> reply(
        xcb_get_property_reply(client.get(), cookie, nullptr)
    );
    REQUIRE(reply);
    return {
        static_cast<const char*>(xcb_get_property_value(reply.get())),
        static_cast<std::size_t>(xcb_get_property_value_length(reply.get()))
    };
}

Box screen_box(X11Client& client) {
    const auto cookie = xcb_get_geometry(client.get(), client.screen().root);
    const Owned<xcb_get_geometry_reply_t, free> reply(
        xcb_get_geometry_reply(client.get(), cookie, nullptr)
    );
    REQUIRE(reply);
    return {0, 0, reply->width, reply->height};
}

/// The place of the pointer in a window, asked of the X server.
Point pointer_in(X11Client& client, const X11Window& window) {
    const auto cookie = xcb_query_pointer(client.get(), window.id());
    const Owned<xcb_query_pointer_reply_t, free> reply(
        xcb_query_pointer_reply(client.get(), cookie, nullptr)
    );
    REQUIRE(reply);
    return {reply->win_x, reply->win_y};
}

TEST_CASE("a tiled X11 window shows each of its pixels on an output with a fractional scale") {
    for (const std::string scale : {"1.25", "1.5", "2"}) {
        INFO("scale " << scale);
        Desktop desktop(scaled(scale));
        const auto one = desktop.open(named("one"));
        desktop.expect_in_x(*one, {0, 0, 1280, 720});
        const auto two = desktop.open(named("two"));
        const wm::X11Space space(std::stod(scale));
        desktop.wait_for("one", [](const auto& w) { return w.box.width < 640; });
        desktop.expect_in_x(*one, space.x11_box(desktop.find("one").box));
        desktop.expect_in_x(*two, space.x11_box(desktop.find("two").box));
        draw_columns(desktop.client, *one);
        draw_columns(desktop.client, *two);
        const auto sharp = [](const auto& image) {
            return count_pixels(image, black) == 1280 * 720 / 2 &&
                   count_pixels(image, white) == 1280 * 720 / 2;
        };
        desktop.session.wait_for_picture(sharp, "columns of pure black and white");
    }
}

TEST_CASE("X11's screen, work area and resources are those of the scale") {
    Desktop desktop(
        {.outputs = {"1200x600*1.5", "second:800x600+800+0"}, .config = "windows: {gap: 0}\n"}
    );
    auto& client = desktop.client;
    // Programs look once, when they start, and the server was started for this one.
    const auto at_first = resources(client);
    CHECK(at_first.contains("Xft.dpi:\t144\n"));
    CHECK(at_first.contains("Xcursor.size:\t36\n"));
    // The second has no scale: X11 has one and a half of its pixels.
    CHECK(screen_box(client) == Box{0, 0, 1200 + 1200, 900});
    client.wait_until(
        [&] {
            return client.property(client.screen().root, "_NET_WORKAREA") ==
                   std::vector<std::uint32_t>{0, 0, 2400, 900};
        },
        "the work area"
    );
}

TEST_CASE("clicks, drags beyond a window and menus are where they are seen") {
    Desktop desktop(scaled("1.5", "cursor: {size: 20}\n"));
    const auto main = desktop.open(named("main"));
    desktop.expect_in_x(*main, {0, 0, 1280, 720});
    Mouse mouse(desktop.session);
    mouse.move({100, 60});
    mouse.press();
    desktop.client.wait_until([&] { return main->presses == 1; }, "a click");
    CHECK(main->pressed_at == Point{150, 90});
    mouse.move({200, 300});
    desktop.client.wait_until(
        [&] { return pointer_in(desktop.client, *main) == Point{300, 450}; }, "the drag"
    );
    mouse.release();

    auto options = named("menu");
    options.colour = x11_green;
    options.override_redirect = true;
    options.box = {300, 150, 90, 60};
    const auto menu = desktop.open(options);
    // 90x60 of its px are 60x40 logical ones, and as many pixels of the output as it has.
    desktop.session.wait_for_picture(
        [](const auto& image) {
            return count_pixels(image, green, {300, 150, 90, 60}) == 90 * 60 &&
                   count_pixels(image, green) == 90 * 60;
        },
        "the menu"
    );
    mouse.move({210, 110});
    mouse.press();
    mouse.release();
    desktop.client.wait_until([&] { return menu->presses == 1; }, "a click on the menu");
    CHECK(menu->pressed_at == Point{15, 15});
    CHECK(main->presses == 1);
}

TEST_CASE("a window drag begun in one X11 window goes on outside of it at X11's pace") {
    Desktop desktop(scaled("2"));
    const auto one = desktop.open(named("one"));
    const auto two = desktop.open(named("two"));
    desktop.wait_for("one", [](const auto& w) { return w.box.width < 640; });
    const auto left = desktop.find("one").box.x;
    desktop.expect_in_x(*one, wm::X11Space(2).x11_box(desktop.find("one").box));
    Mouse mouse(desktop.session);
    mouse.move({left + 100, 100});
    mouse.press();
    desktop.client.wait_until([&] { return one->presses == 1; }, "a click");
    mouse.move({640 - left - 100, 150}); // over the other one
    desktop.client.wait_until(
        [&] { return pointer_in(desktop.client, *one) == Point{2 * (640 - 2 * left - 100), 300}; },
        "the place"
    );
    mouse.release();
    CHECK(two->presses == 0);
}

TEST_CASE("a floating X11 window has the size that it asks for, and keeps it when it is moved") {
    Desktop desktop(scaled("1.5"));
    auto options = named("main");
    options.box = {0, 0, 301, 203};
    options.type = "_NET_WM_WINDOW_TYPE_UTILITY";
    const auto window = desktop.open(options);
    CHECK(desktop.find("main").box.size() == Size{201, 135});
    CHECK(window->box().size() == Size{301, 203});
    desktop.session.ctl({"move", desktop.id("main"), "11", "21"});
    desktop.expect_in_x(*window, {17, 32, 301, 203});
    window->configure({30, 60, 400, 250});
    desktop.expect_in_x(*window, {30, 60, 400, 250});
    CHECK(desktop.find("main").box == Box{20, 40, 267, 167});
    desktop.session.ctl({"resize", desktop.id("main"), "300", "200"});
    desktop.expect_in_x(*window, {30, 60, 450, 300});
}

TEST_CASE("limits of an X11 window's size count in its px") {
    Desktop desktop(scaled("2"));
    auto options = named("small");
    options.max = {400, 300};
    const auto window = desktop.open(options);
    desktop.expect_in_x(*window, {440, 210, 400, 300});
    desktop.expect(red, 400 * 300, "the window");
}

TEST_CASE("windows and menus follow a scale that changes") {
    Desktop desktop(scaled("1"));
    const auto main = desktop.open(named("main"));
    auto options = named("menu");
    options.colour = x11_green;
    options.override_redirect = true;
    options.box = {100, 80, 120, 200};
    const auto menu = desktop.open(options);
    const auto expect_menu = [&](Box box) {
        desktop.session.wait_for_picture(
            [&](const auto& image) {
                return count_pixels(image, green, box) == box.width * box.height &&
                       count_pixels(image, green) == box.width * box.height &&
                       count_pixels(image, red) == 1280 * 720 - box.width * box.height;
            },
            "window and menu"
        );
    };
    expect_menu({100, 80, 120, 200});
    CHECK(!resources(desktop.client).contains("Xft.dpi"));
    // Not a pixel is another: the output has the same, and X11 has all of them.
    desktop.session.ctl({"output", "set", "HEADLESS-1", "--scale", "2"});
    desktop.session.wait_for_window([](const auto& w) { return w.box.width == 640; }, "the scale");
    expect_menu({100, 80, 120, 200});
    desktop.expect_in_x(*main, {0, 0, 1280, 720});
    desktop.client.wait_until(
        [&] { return resources(desktop.client).contains("Xft.dpi:\t192\n"); }, "the resources"
    );
    Mouse mouse(desktop.session);
    mouse.move({60, 50});
    mouse.press();
    mouse.release();
    desktop.client.wait_until([&] { return menu->presses == 1; }, "a click on the menu");
    CHECK(menu->pressed_at == Point{20, 20});
    desktop.session.ctl({"output", "set", "HEADLESS-1", "--scale", "1"});
    desktop.session.wait_for_window([](const auto& w) { return w.box.width == 1280; }, "no scale");
    expect_menu({100, 80, 120, 200});
    CHECK(resources(desktop.client).contains("Xft.dpi:\t96\n"));
}

TEST_CASE("with a scale of 1 in the config X11 programs have logical pixels") {
    Desktop desktop(scaled("2", "xwayland: {scale: 1}\n"));
    const auto window = desktop.open(named("main"));
    desktop.expect_in_x(*window, {0, 0, 640, 360});
    desktop.expect(red, 1280 * 720, "the window");
    CHECK(!resources(desktop.client).contains("Xft.dpi"));
}

} // namespace
} // namespace exwm_vr::test
