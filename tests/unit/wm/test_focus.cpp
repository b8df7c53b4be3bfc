// SPDX-License-Identifier: MIT
#include "desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace exwm_vr::wm::test {

TEST_CASE("New windows take the focus, closed ones give it back", "[focus]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    const WindowId c = desk.open();
    CHECK(desk.model.focused() == c);
    REQUIRE(desk.model.focus(a));
    desk.close(a);
    CHECK(desk.model.focused() == c);
    desk.close(c);
    CHECK(desk.model.focused() == b);
    desk.close(b);
    CHECK(desk.model.focused() == WindowId{});
}

TEST_CASE("Closing a window without the focus leaves it where it is", "[focus]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    desk.close(a);
    CHECK(desk.model.focused() == b);
}

TEST_CASE("Each workspace remembers its own focus", "[focus]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    desk.open();
    REQUIRE(desk.model.focus(a));
    REQUIRE(desk.model.show_workspace(1));
    CHECK(desk.model.focused() == WindowId{});
    const WindowId c = desk.open();
    REQUIRE(desk.model.show_workspace(0));
    CHECK(desk.model.focused() == a);
    REQUIRE(desk.model.show_workspace(1));
    CHECK(desk.model.focused() == c);
}

TEST_CASE("Focusing a window on a hidden workspace shows it", "[focus]") {
    Desk desk;
    const OutputId output = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    REQUIRE(desk.model.show_workspace(2));
    REQUIRE(desk.model.focus(a));
    CHECK(desk.model.shown_workspace(output) == 0);
    CHECK(desk.seen(a));
}

TEST_CASE("The focus steps through tiles and then floating windows", "[focus]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId dialog = desk.dialog(a);
    const WindowId other = desk.dialog(a);
    const WindowId b = desk.open();
    std::vector<WindowId> forward;
    for (int i = 0; i < 5; ++i) {
        desk.model.focus_next(true);
        forward.push_back(desk.model.focused());
    }
    CHECK(forward == std::vector{dialog, other, a, b, dialog});
    desk.model.focus_next(false);
    CHECK(desk.model.focused() == b);
    SECTION("nothing to do is no error") {
        REQUIRE(desk.model.show_workspace(3));
        desk.model.focus_next(true);
        CHECK(desk.model.focused() == WindowId{});
    }
}

TEST_CASE("The focus goes to the nearest window in a direction", "[focus]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId master = desk.open();
    const WindowId upper = desk.open();
    const WindowId lower = desk.open();
    desk.model.focus_direction(Direction::up);
    CHECK(desk.model.focused() == upper);
    desk.model.focus_direction(Direction::left);
    CHECK(desk.model.focused() == master);
    SECTION("back to where it came from") {
        desk.model.focus_direction(Direction::right);
        CHECK(desk.model.focused() == upper);
    }
    SECTION("and stays where nothing lies") {
        desk.model.focus_direction(Direction::left);
        CHECK(desk.model.focused() == master);
        REQUIRE(desk.model.focus(lower));
        desk.model.focus_direction(Direction::down);
        CHECK(desk.model.focused() == lower);
    }
}

TEST_CASE("The focus crosses to the neighbouring output", "[focus]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    const WindowId a = desk.open();
    desk.model.focus_direction(Direction::right);
    CHECK(desk.model.focused_output() == right);
    CHECK(desk.model.focused() == WindowId{});
    const WindowId b = desk.open();
    CHECK(desk.state(b).output == right);
    desk.model.focus_direction(Direction::left);
    CHECK(desk.model.focused() == a);
    CHECK(desk.model.focused_output() == left);
    desk.model.focus_direction(Direction::right);
    CHECK(desk.model.focused() == b);
    desk.model.focus_direction(Direction::up);
    CHECK(desk.model.focused() == b);
    SECTION("also when its window is hidden behind a fullscreen one") {
        const WindowId film = desk.open({.wants_fullscreen = true});
        REQUIRE(desk.model.focus_output(left));
        desk.model.focus_direction(Direction::right);
        CHECK(desk.model.focused() == film);
    }
}

TEST_CASE("An output gets the focus by itself", "[focus]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    const WindowId a = desk.open();
    CHECK(desk.model.focused_output() == left);
    REQUIRE(desk.model.focus_output(right));
    CHECK(desk.model.focused() == WindowId{});
    REQUIRE(desk.model.focus_output(left));
    CHECK(desk.model.focused() == a);
    CHECK_FALSE(desk.model.focus_output(OutputId{77}));
    CHECK_FALSE(desk.model.focus_output(OutputId{}));
}

TEST_CASE("Urgency lasts until the window has the focus", "[focus]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    REQUIRE(desk.model.set_urgent(a, true));
    REQUIRE(desk.model.set_urgent(b, true));
    CHECK(desk.place(a).urgent);
    CHECK_FALSE(desk.place(b).urgent);
    CHECK(desk.model.workspaces().front().urgent);
    REQUIRE(desk.model.focus(a));
    CHECK_FALSE(desk.place(a).urgent);
    CHECK_FALSE(desk.model.workspaces().front().urgent);
}

TEST_CASE("A moved window leaves the focus behind", "[focus]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    REQUIRE(desk.model.move_to_output(b, right));
    CHECK(desk.model.focused() == a);
    CHECK(desk.state(b).output == right);
    SECTION("and does not take it where it comes") {
        REQUIRE(desk.model.focus(b));
        REQUIRE(desk.model.move_to_output(a, right));
        CHECK(desk.model.focused() == b);
        REQUIRE(desk.model.focus_output(left));
        CHECK(desk.model.focused() == WindowId{});
    }
}

} // namespace exwm_vr::wm::test
