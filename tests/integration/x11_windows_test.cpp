// SPDX-License-Identifier: MIT
// Windows of X11 programs among others: dialogs, menus, focus, what they ask for.
#include "support/mouse.hpp"
#include "support/wayland_client.hpp"
#include "x11_desktop.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::test {
namespace {

constexpr int all = 1280 * 720;

TEST_CASE("a lone X11 window is tiled like any other and has its names") {
    Desktop desktop;
    const auto window = desktop.open(named("main"));
    const auto listed = desktop.find("main");
    CHECK(listed.app_id == "Main");
    CHECK(listed.mode == "tiled");
    desktop.expect(red, all, "the window");
    desktop.expect_in_x(*window, {0, 0, 1280, 720});
    const auto info = ipc::print(desktop.session.request(":type :surface-list"));
    CHECK(info.contains(":x11 t :x11-class \"Main\" :x11-instance \"main\""));
    CHECK(desktop.session.ctl({"raw", "(:type :hello :version 2)"}).contains(":xwayland t"));
}

TEST_CASE("transient, dialog-like and fixed-size windows float") {
    Desktop desktop;
    const auto main = desktop.open(named("main"));
    auto options = named("dialog");
    options.colour = x11_green;
    options.parent = main->id();
    const auto dialog = desktop.open(options);
    CHECK(desktop.find("dialog").mode == "floating");
    CHECK(desktop.find("dialog").box == Box{540, 285, 200, 150});
    desktop.expect(green, 200 * 150, "the dialog");
    desktop.expect_in_x(*dialog, {540, 285, 200, 150});

    options = named("tool");
    options.type = "_NET_WM_WINDOW_TYPE_UTILITY";
    const auto tool = desktop.open(options);
    CHECK(desktop.find("tool").mode == "floating");

    options = named("fixed");
    options.min = options.max = {200, 150};
    const auto fixed = desktop.open(options);
    CHECK(desktop.find("fixed").mode == "floating");
    CHECK(desktop.find("fixed").box.size() == Size{200, 150});
}

TEST_CASE("a tile is no larger than an X11 window may be, and its window stands in the middle") {
    Desktop desktop;
    auto options = named("small");
    options.max = {400, 300};
    const auto window = desktop.open(options);
    CHECK(desktop.find("small").box == Box{0, 0, 1280, 720});
    desktop.expect_in_x(*window, {440, 210, 400, 300});
    desktop.expect(red, 400 * 300, "the window");
}

TEST_CASE(
    "what a program asks for its window is done for a floating one, and answered for a tile"
) {
    Desktop desktop;
    const auto window = desktop.open(named("main"));
    desktop.expect_in_x(*window, {0, 0, 1280, 720});
    desktop.client.wait_until([&] { return window->configures > 0; }, "the tile's size");
    window->told = {};
    window->configure({30, 40, 300, 200});
    desktop.client.wait_until([&] { return window->told == Box{0, 0, 1280, 720}; }, "an answer");
    CHECK(window->box() == Box{0, 0, 1280, 720});

    desktop.session.ctl({"float", desktop.id("main"), "on"});
    window->configure({30, 40, 300, 200});
    desktop.expect_in_x(*window, {30, 40, 300, 200});
    CHECK(desktop.find("main").box == Box{30, 40, 300, 200});
    desktop.expect(red, 300 * 200, "the window");
}

TEST_CASE("places on the X screen are right on several outputs and with borders") {
    Desktop desktop(
        {.outputs = {"1280x720", "second:800x600+1280+0"},
         .config = "windows: {gap: 0, border: 3}\n",
         .arguments = {"--log-level", "info"}}
    );
    const auto window = desktop.open(named("main"));
    desktop.expect_in_x(*window, {3, 3, 1274, 714});
    desktop.session.ctl({"move-to-workspace", "--output", "second", desktop.id("main"), "1"});
    desktop.expect_in_x(*window, {1283, 3, 794, 594});
    const auto area = desktop.client.property(desktop.client.screen().root, "_NET_WORKAREA");
    CHECK(area == std::vector<std::uint32_t>{0, 0, 2080, 720});
}

TEST_CASE("a menu is shown where its program wants it, clicked, and takes no focus") {
    Desktop desktop;
    const auto main = desktop.open(named("main"));
    desktop.client.wait_until([&] { return main->focused; }, "the focus");
    auto options = named("menu");
    options.colour = x11_green;
    options.override_redirect = true;
    options.type = "_NET_WM_WINDOW_TYPE_POPUP_MENU";
    options.box = {100, 80, 120, 200};
    auto menu = desktop.open(options);
    const auto image = desktop.session.wait_for_picture(
        [](const auto& picture) { return count_pixels(picture, green) == 120 * 200; }, "the menu"
    );
    CHECK(count_pixels(image, green, {100, 80, 120, 200}) == 120 * 200);
    CHECK(desktop.session.windows().size() == 1);
    Mouse mouse(desktop.session);
    mouse.move({150, 100});
    mouse.press();
    mouse.release();
    desktop.client.wait_until([&] { return menu->presses == 1; }, "a click on the menu");
    CHECK(menu->pressed_at == Point{50, 20});
    CHECK(main->presses == 0);
    desktop.session.ctl({"type", "a"});
    desktop.client.wait_until([&] { return main->keys == 1; }, "a key");

    menu->configure({300, 80, 120, 200});
    desktop.session.wait_for_picture(
        [](const auto& picture) {
            return count_pixels(picture, green, {300, 80, 120, 200}) == 120 * 200;
        },
        "the menu at its new place"
    );
    menu.reset();
    desktop.expect(red, all, "no menu");
    mouse.press();
    mouse.release();
    desktop.client.wait_until([&] { return main->presses == 1; }, "a click below the menu");
}

TEST_CASE("a launcher that grabs the keyboard gets the keys over a Wayland window") {
    Desktop desktop;
    WaylandClient wayland((desktop.session.folder() / desktop.session.display()).string());
    WaylandWindow::Options options;
    options.app_id = "wayland";
    options.title = "wayland";
    options.colour = red;
    const WaylandWindow window(wayland, options);
    desktop.session.wait_for_window("wayland");
    auto launcher_options = named("launcher");
    launcher_options.colour = x11_green;
    launcher_options.override_redirect = true;
    auto launcher = desktop.open(launcher_options);
    desktop.expect(green, 200 * 150, "the launcher");
    launcher->grab_keyboard();
    desktop.session.ctl({"type", "ab"});
    desktop.client.wait_until([&] { return launcher->keys == 2; }, "its keys");
    CHECK(desktop.find("wayland").focused);
    launcher.reset();
    desktop.expect(green, 0, "no launcher");
    const auto foot = desktop.session.start(
        {"foot", "-e", "sh", "-c", "head -n 1 > " + (desktop.session.folder() / "typed").string()}
    );
    desktop.session.wait_for_window("foot");
    desktop.session.ctl({"type", "back\n"});
    foot->wait();
    CHECK(read_file(desktop.session.folder() / "typed") == "back\n");
}

TEST_CASE("the focus goes to X11 windows and leaves them") {
    Desktop desktop;
    const auto one = desktop.open(named("one"));
    const auto two = desktop.open(named("two"));
    desktop.client.wait_until([&] { return two->focused && !one->focused; }, "the newer one");
    desktop.session.ctl({"focus", desktop.id("one")});
    desktop.client.wait_until([&] { return one->focused && !two->focused; }, "the other one");
    desktop.session.ctl({"type", "x"});
    desktop.client.wait_until([&] { return one->keys == 1; }, "a key");
    const auto foot = desktop.session.start({"foot"});
    desktop.session.wait_for_window("foot");
    desktop.client.wait_until([&] { return !one->focused; }, "the focus to go");
    CHECK(two->keys == 0);
}

TEST_CASE("clicks go to the window that is seen, not to what X has on top") {
    Desktop desktop;
    const auto one = desktop.open(named("one"));
    const auto two = desktop.open(named("two"));
    for (const std::string name : {"one", "two"}) {
        desktop.session.ctl({"float", desktop.id(name), "on"});
        desktop.session.ctl({"resize", desktop.id(name), "300", "200"});
        desktop.session.ctl({"move", desktop.id(name), "100", "100"});
    }
    desktop.expect_in_x(*one, {100, 100, 300, 200});
    desktop.expect_in_x(*two, {100, 100, 300, 200});
    Mouse mouse(desktop.session);
    mouse.move({200, 200});
    const auto click = [&] {
        mouse.press();
        mouse.release();
    };
    // X hears of clicks and of what lies on top by two different ways.
    const auto wait_for_top = [&](const X11Window& window) {
        desktop.client.wait_until(
            [&] {
                const auto stack = desktop.client.property(
                    desktop.client.screen().root, "_NET_CLIENT_LIST_STACKING"
                );
                return !stack.empty() && stack.back() == window.id();
            },
            "its place on top"
        );
    };
    desktop.session.ctl({"focus", desktop.id("one")});
    wait_for_top(*one);
    click();
    desktop.client.wait_until([&] { return one->presses == 1; }, "a click on the first");
    desktop.session.ctl({"focus", desktop.id("two")});
    wait_for_top(*two);
    click();
    desktop.client.wait_until([&] { return two->presses == 1; }, "a click on the second");
    // One that is on a hidden workspace keeps its place in X, but not the clicks.
    desktop.session.ctl({"move-to-workspace", desktop.id("two"), "2"});
    wait_for_top(*one);
    click();
    desktop.client.wait_until([&] { return one->presses == 2; }, "a click on the first again");
    CHECK(two->presses == 1);
    CHECK(one->pressed_at == Point{100, 100});
}

TEST_CASE("fullscreen is had by request, from the start, and left again") {
    Desktop desktop;
    const auto one = desktop.open(named("one"));
    const auto two = desktop.open(named("two"));
    const auto fullscreen = desktop.client.atom("_NET_WM_STATE_FULLSCREEN");
    desktop.client.ask_manager(one->id(), "_NET_WM_STATE", {1, fullscreen, 0, 1});
    desktop.wait_for("one", [](const auto& w) { return w.fullscreen; });
    desktop.expect_in_x(*one, {0, 0, 1280, 720});
    const auto has_state = [&] {
        return std::ranges::contains(
            desktop.client.property(one->id(), "_NET_WM_STATE"), fullscreen
        );
    };
    desktop.client.wait_until(has_state, "the fullscreen state");
    desktop.session.ctl({"fullscreen", desktop.id("one"), "off"});
    desktop.client.wait_until([&] { return !has_state(); }, "no fullscreen state");
    auto options = named("film");
    options.fullscreen = true;
    const auto film = desktop.open(options);
    CHECK(desktop.find("film").fullscreen);
}

TEST_CASE("a window that asks for attention is urgent until it has the focus") {
    Desktop desktop;
    const auto one = desktop.open(named("one"));
    const auto two = desktop.open(named("two"));
    one->set_urgent(true);
    desktop.wait_for("one", [](const auto& w) { return w.urgent; });
    one->set_urgent(false);
    desktop.wait_for("one", [](const auto& w) { return !w.urgent; });
    const auto attention = desktop.client.atom("_NET_WM_STATE_DEMANDS_ATTENTION");
    desktop.client.ask_manager(one->id(), "_NET_WM_STATE", {1, attention, 0, 1});
    desktop.wait_for("one", [](const auto& w) { return w.urgent; });
    desktop.session.ctl({"focus", desktop.id("one")});
    desktop.client.wait_until(
        [&] {
            return !std::ranges::contains(
                desktop.client.property(one->id(), "_NET_WM_STATE"), attention
            );
        },
        "the state to go"
    );
    CHECK_FALSE(desktop.find("one").urgent);
}

TEST_CASE("a program may activate its own windows; another one only asks") {
    Desktop desktop;
    const auto one = desktop.open(named("one"));
    const auto two = desktop.open(named("two"));
    desktop.client.ask_manager(one->id(), "_NET_ACTIVE_WINDOW", {1});
    desktop.wait_for("one", [](const auto& w) { return w.focused; });
    const auto foot = desktop.session.start({"foot"});
    desktop.session.wait_for_window("foot");
    desktop.client.ask_manager(two->id(), "_NET_ACTIVE_WINDOW", {1});
    desktop.wait_for("two", [](const auto& w) { return w.urgent && !w.focused; });
}

TEST_CASE("a window may be hidden, shown again, and become a menu and back") {
    Desktop desktop;
    const auto window = desktop.open(named("main"));
    window->unmap();
    desktop.session.wait_for_no_window("Main");
    xcb_map_window(desktop.client.get(), window->id());
    xcb_flush(desktop.client.get());
    CHECK(desktop.find("main").mode == "tiled");
    desktop.expect(red, all, "the window again");

    const auto set_override = [&](std::uint32_t on) {
        window->unmap();
        xcb_change_window_attributes(
            desktop.client.get(), window->id(), XCB_CW_OVERRIDE_REDIRECT, &on
        );
        xcb_map_window(desktop.client.get(), window->id());
        xcb_flush(desktop.client.get());
    };
    set_override(1);
    desktop.session.wait_for_no_window("Main");
    desktop.expect(red, all, "the same as a menu");
    set_override(0);
    CHECK(desktop.find("main").mode == "tiled");
    CHECK(desktop.session.windows().size() == 1);
}

TEST_CASE("an X11 window is captured alone, dragged and moved by its program") {
    Desktop desktop;
    const auto window = desktop.open(named("main"));
    desktop.session.ctl({"float", desktop.id("main"), "on"});
    window->configure({100, 100, 300, 200});
    desktop.expect_in_x(*window, {100, 100, 300, 200});
    desktop.expect(red, 300 * 200, "the window in its size");
    const auto file = (desktop.session.folder() / "window.png").string();
    desktop.session.ctl({"screenshot", "--window", desktop.id("main"), file});
    CHECK(count_pixels(read_picture(file), red) == 300 * 200);
    Mouse mouse(desktop.session);
    mouse.move({150, 150});
    mouse.press();
    desktop.client.wait_until([&] { return window->presses == 1; }, "a press");
    constexpr std::uint32_t move = 8;
    desktop.client.ask_manager(window->id(), "_NET_WM_MOVERESIZE", {150, 150, move, 1, 1});
    wait_until(
        [&] {
            mouse.move({160, 150});
            mouse.move({170, 160});
            return window->box().origin() != Point{100, 100};
        },
        "a drag"
    );
    mouse.release();
    CHECK(desktop.find("main").box.size() == Size{300, 200});
}

TEST_CASE("the user resizes an X11 window in its steps") {
    Desktop desktop;
    auto options = named("terminal");
    options.base = {4, 30};
    options.step = {10, 20};
    const auto window = desktop.open(options);
    desktop.session.ctl({"float", desktop.id("terminal"), "on"});
    window->configure({100, 100, 304, 230});
    desktop.expect_in_x(*window, {100, 100, 304, 230});
    Mouse mouse(desktop.session);
    mouse.move({390, 320}); // near the lower right corner
    mouse.press();
    desktop.session.request(
        ":type :surface-resize-interactive :surface-id " + desktop.id("terminal")
    );
    mouse.move({439, 359}); // by 49 and 39
    mouse.release();
    desktop.expect_in_x(*window, {100, 100, 344, 250});
    CHECK(desktop.find("terminal").box == Box{100, 100, 344, 250});
}

} // namespace
} // namespace exwm_vr::test
