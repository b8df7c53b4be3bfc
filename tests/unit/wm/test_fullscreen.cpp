// SPDX-License-Identifier: MIT
#include "desk.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::wm::test {

TEST_CASE("A fullscreen window covers the whole output and hides the rest", "[fullscreen]") {
    Options options = plain_options();
    options.gap = 10;
    options.border = 3;
    Desk desk(options);
    const OutputId output = desk.plug("left", left_screen);
    desk.model.set_output_area(output, left_screen, {0, 30, 1000, 770});
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    const WindowId dialog = desk.dialog(b);
    const Box tile = desk.box(a);
    REQUIRE(desk.model.set_fullscreen(a, true));
    CHECK(desk.box(a) == left_screen);
    CHECK(desk.place(a).border == 0);
    CHECK_FALSE(desk.place(a).tiled);
    CHECK(desk.place(a).fullscreen);
    CHECK_FALSE(desk.seen(b));
    CHECK_FALSE(desk.seen(dialog));
    CHECK(desk.model.focused() == a);
    REQUIRE(desk.model.set_fullscreen(a, false));
    CHECK(desk.box(a) == tile);
    CHECK(desk.place(a).border == 3);
    CHECK(desk.seen(dialog));
    CHECK(desk.model.focused() == a);
}

TEST_CASE("A fullscreen window's own dialogs stay above it", "[fullscreen]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId film = desk.open();
    const WindowId dialog = desk.dialog(film);
    REQUIRE(desk.model.set_fullscreen(film, true));
    CHECK(desk.seen(dialog));
    CHECK(desk.height(dialog) > desk.height(film));
    CHECK(desk.model.focused() == dialog);
    SECTION("new ones too, and they take the focus") {
        const WindowId question = desk.dialog(dialog);
        CHECK(desk.seen(question));
        CHECK(desk.model.focused() == question);
        desk.close(question);
        CHECK(desk.model.focused() == dialog);
    }
    SECTION("and the focus goes between them without leaving fullscreen") {
        desk.model.focus_next(true);
        CHECK(desk.model.focused() == film);
        REQUIRE(desk.model.focus(dialog));
        CHECK(desk.state(film).fullscreen);
    }
    SECTION("a child that is tiled is hidden like other tiles") {
        REQUIRE(desk.model.set_floating(dialog, false));
        CHECK_FALSE(desk.seen(dialog));
        CHECK(desk.model.focused() == film);
    }
}

TEST_CASE("A new window does not take the focus from a fullscreen one", "[fullscreen]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const WindowId film = desk.open();
    REQUIRE(desk.model.set_fullscreen(film, true));
    const WindowId late = desk.open({.wants_fullscreen = true});
    CHECK(desk.model.focused() == film);
    CHECK_FALSE(desk.seen(late));
    CHECK_FALSE(desk.state(late).fullscreen);
    CHECK(desk.state(late).urgent);
    SECTION("nor from its dialog") {
        const WindowId dialog = desk.dialog(film);
        desk.open();
        CHECK(desk.model.focused() == dialog);
    }
    SECTION("nor from another output, where it is to be seen") {
        const OutputId right = desk.plug("right", right_screen);
        REQUIRE(desk.model.focus_output(right));
        const WindowId other = desk.open();
        REQUIRE(desk.model.focus(film));
        const WindowId dialog = desk.dialog(other);
        CHECK(desk.seen(dialog));
        CHECK(desk.model.focused() == film);
        REQUIRE(desk.model.focus_output(right));
        CHECK(desk.model.focused() == dialog);
        CHECK(desk.model.shown_workspace(left) == 0);
    }
    SECTION("but gets it when the fullscreen one closes") {
        desk.close(film);
        CHECK(desk.model.focused() == late);
        CHECK(desk.seen(late));
    }
}

TEST_CASE("Focusing a window behind a fullscreen one ends fullscreen", "[fullscreen]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId film = desk.open({.wants_fullscreen = true});
    CHECK(desk.state(film).fullscreen);
    CHECK_FALSE(desk.seen(a));
    REQUIRE(desk.model.focus(a));
    CHECK_FALSE(desk.state(film).fullscreen);
    CHECK(desk.model.focused() == a);
    CHECK(desk.seen(film));
}

TEST_CASE("One window of a workspace is fullscreen at most", "[fullscreen]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    REQUIRE(desk.model.set_fullscreen(a, true));
    REQUIRE(desk.model.set_fullscreen(b, true));
    CHECK_FALSE(desk.state(a).fullscreen);
    CHECK(desk.model.focused() == b);
    SECTION("one that comes from another workspace gives way") {
        REQUIRE(desk.model.move_to_workspace(b, 1));
        CHECK(desk.state(b).fullscreen);
        REQUIRE(desk.model.set_fullscreen(a, true));
        REQUIRE(desk.model.move_to_workspace(b, 0));
        CHECK_FALSE(desk.state(b).fullscreen);
        CHECK(desk.state(a).fullscreen);
        CHECK(desk.on(left, 0) == std::vector{a, b});
    }
    SECTION("a fullscreen dialog takes over from its parent") {
        const WindowId dialog = desk.open({.parent = b, .wants_fullscreen = true});
        CHECK(desk.state(dialog).fullscreen);
        CHECK_FALSE(desk.state(b).fullscreen);
    }
}

TEST_CASE("Fullscreen on another output takes the window and its focus there", "[fullscreen]") {
    Desk desk;
    desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    REQUIRE(desk.model.set_fullscreen(b, true, right));
    CHECK(desk.box(b) == right_screen);
    CHECK(desk.model.focused_output() == right);
    CHECK(desk.model.focused() == b);
    REQUIRE(desk.model.set_fullscreen(b, false));
    CHECK(desk.state(b).output == right);
    SECTION("one without the focus does not take it") {
        REQUIRE(desk.model.set_fullscreen(a, true, right));
        CHECK(desk.state(a).output == right);
        CHECK(desk.state(a).fullscreen);
    }
    SECTION("an unknown output is an error that changes nothing") {
        CHECK_FALSE(desk.model.set_fullscreen(b, true, OutputId{9}));
        CHECK_FALSE(desk.state(b).fullscreen);
    }
}

TEST_CASE("What is set behind fullscreen holds afterwards", "[fullscreen]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    REQUIRE(desk.model.set_fullscreen(a, true));
    REQUIRE(desk.model.set_box(a, {50, 60, 300, 200}));
    CHECK(desk.box(a) == left_screen);
    REQUIRE(desk.model.set_fullscreen(a, false));
    CHECK(desk.box(a) == Box{50, 60, 300, 200});
}

TEST_CASE("Fullscreen follows the output's size", "[fullscreen]") {
    Desk desk;
    const OutputId output = desk.plug("left", left_screen);
    const WindowId a = desk.open({.wants_fullscreen = true});
    desk.model.set_output_area(output, {5, 6, 700, 500}, {5, 6, 700, 480});
    CHECK(desk.box(a) == Box{5, 6, 700, 500});
}

} // namespace exwm_vr::wm::test
