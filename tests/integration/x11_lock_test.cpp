// SPDX-License-Identifier: MIT
// The lock screen and X11 programs, whose menus nobody manages.
#include "locker.hpp"
#include "support/mouse.hpp"
#include "support/x11_client.hpp"
#include "support/x11_session.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::test {
namespace {

constexpr Pixel green{0, 255, 0, 255};
constexpr Pixel blue{0, 0, 255, 255};
constexpr std::uint32_t x11_green = 0x00FF00;
constexpr int all = 1280 * 720;

TEST_CASE("an X11 menu that opens while it is locked is not seen and gets no input") {
    X11Session x11;
    Session& session = x11.session;
    X11Client client(x11.display());
    X11Window::Options options;
    options.name = "main";
    const X11Window main(client, options);
    session.wait_for_window("Main");
    Locker locker(session);
    locker.cover("HEADLESS-1");
    const auto wait_for = [&](Pixel colour, int pixels, const std::string& what) {
        session.wait_for_picture(
            [&](const auto& image) { return count_pixels(image, colour) == pixels; }, what
        );
    };
    wait_for(blue, all, "the locker");

    options.name = "menu";
    options.box = {10, 20, 300, 200};
    options.colour = x11_green;
    options.override_redirect = true;
    options.type = "_NET_WM_WINDOW_TYPE_NORMAL"; // one that is given the keyboard
    X11Window menu(client, options);
    menu.grab_keyboard();
    client.wait_until([&] { return menu.box() == options.box; }, "the menu on the X screen");

    PointerEvents pointer(locker.client);
    Mouse mouse(session);
    mouse.move({50, 60});
    mouse.press();
    mouse.release();
    session.ctl({"type", "x"});
    locker.client.wait_until(
        [&] { return pointer.presses == 1 && !locker.keyboard.pressed.empty(); }, "all input"
    );
    CHECK(count_pixels(session.screenshot(), blue) == all);

    locker.unlock();
    wait_for(green, 300 * 200, "the menu");
    mouse.move({51, 60});
    mouse.press();
    mouse.release();
    client.wait_until([&] { return menu.pressed_at == Point{41, 40}; }, "a press once unlocked");
    CHECK(menu.presses == 1);
    CHECK(menu.keys == 0);
    CHECK(main.keys == 0);
}

} // namespace
} // namespace exwm_vr::test
