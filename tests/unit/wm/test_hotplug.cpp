// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace exwm_vr::wm::test {

TEST_CASE("Windows go to another output's same-numbered workspaces and come back", "[hotplug]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    const WindowId stays = desk.open();
    REQUIRE(desk.model.focus_output(right));
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    const WindowId hidden = desk.open();
    REQUIRE(desk.model.move_to_workspace(hidden, 2));
    REQUIRE(desk.model.promote(b));

    desk.model.remove_output(right);
    CHECK(desk.model.outputs() == std::vector{left});
    CHECK(desk.on(left, 0) == std::vector{stays, b, a});
    CHECK(desk.on(left, 2) == std::vector{hidden});
    CHECK(desk.model.focused_output() == left);
    CHECK(desk.seen(a));

    SECTION("in the order they had, when one of that identity returns") {
        const OutputId again = desk.plug("right", right_screen);
        CHECK(desk.on(left, 0) == std::vector{stays});
        CHECK(desk.on(again, 0) == std::vector{b, a});
        CHECK(desk.on(again, 2) == std::vector{hidden});
    }
    SECTION("but not to one of another identity") {
        const OutputId other = desk.plug("projector", right_screen);
        CHECK(desk.on(other, 0).empty());
        CHECK(desk.on(left, 0) == std::vector{stays, b, a});
    }
    SECTION("but not if they were moved by hand meanwhile") {
        REQUIRE(desk.model.move_to_workspace(a, 1));
        REQUIRE(desk.model.move_to_workspace(hidden, 1));
        REQUIRE(desk.model.move_to_workspace(hidden, 2));
        const OutputId again = desk.plug("right", right_screen);
        CHECK(desk.on(again, 0) == std::vector{b});
        CHECK(desk.state(a).output == left);
        CHECK(desk.state(hidden).output == left);
    }
    SECTION("and those opened meanwhile stay") {
        const WindowId late = desk.open();
        desk.plug("right", right_screen);
        CHECK(desk.on(left, 0) == std::vector{stays, late});
    }
}

TEST_CASE("The focus stays with its window over unplug and replug", "[hotplug]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    const WindowId a = desk.open();
    REQUIRE(desk.model.focus_output(right));
    const WindowId b = desk.open();
    desk.model.remove_output(right);
    CHECK(desk.model.focused() == b);
    const OutputId again = desk.plug("right", right_screen);
    CHECK(desk.model.focused() == b);
    CHECK(desk.model.focused_output() == again);
    SECTION("also when the other output goes") {
        desk.model.remove_output(left);
        CHECK(desk.model.focused() == b);
        desk.plug("left", left_screen);
        CHECK(desk.model.focused() == b);
        CHECK(desk.seen(a));
    }
    SECTION("or the window goes back to a workspace that is not shown") {
        REQUIRE(desk.model.show_workspace(1));
        desk.model.remove_output(again);
        REQUIRE(desk.model.focus(b));
        desk.plug("right", right_screen);
        CHECK(desk.model.focused() == a);
        CHECK(desk.model.focused_output() == left);
    }
}

TEST_CASE("An output that returns shows what it showed, as it showed it", "[hotplug]") {
    Desk desk;
    desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    REQUIRE(desk.model.focus_output(right));
    REQUIRE(desk.model.show_workspace(3));
    desk.model.set_layout(LayoutKind::monocle);
    desk.model.remove_output(right);
    const OutputId again = desk.plug("right", right_screen);
    CHECK(desk.model.shown_workspace(again) == 3);
    REQUIRE(desk.model.focus_output(again));
    CHECK(desk.model.layout() == LayoutKind::monocle);
}

TEST_CASE("Without outputs windows wait unseen and lose nothing", "[hotplug]") {
    Desk desk;
    const OutputId output = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId film = desk.open();
    const WindowId dialog = desk.dialog(a);
    REQUIRE(desk.model.set_box(dialog, {10, 20, 30, 40}));
    REQUIRE(desk.model.focus(a));
    REQUIRE(desk.model.move_to_workspace(film, 1));
    REQUIRE(desk.model.set_fullscreen(film, true));
    const auto before = desk.model.arrange();
    desk.model.remove_output(output);

    CHECK(desk.model.outputs().empty());
    CHECK(desk.model.focused() == WindowId{});
    CHECK(desk.model.focused_output() == OutputId{});
    for (const Placement& placement : desk.model.arrange()) {
        CHECK_FALSE(placement.visible);
        CHECK_FALSE(placement.output.valid());
    }
    CHECK(desk.on(OutputId{}, 0) == std::vector{a, dialog});
    CHECK_FALSE(desk.model.focus(a));
    CHECK_FALSE(desk.model.show_workspace(0));
    desk.model.focus_next(true);
    desk.model.focus_direction(Direction::left);
    desk.model.set_layout(LayoutKind::grid);
    desk.model.change_master_count(1);
    desk.model.change_master_ratio(0.1);

    SECTION("and are there again as before") {
        const OutputId again = desk.plug("left", left_screen);
        auto expected = before;
        for (Placement& placement : expected) {
            placement.output = again;
        }
        CHECK(desk.model.arrange() == expected);
        CHECK(desk.model.layout() == LayoutKind::tiling);
    }
    SECTION("also on a first output that is another one") {
        const OutputId other = desk.plug("beamer", right_screen);
        CHECK(desk.model.focused() == a);
        CHECK(desk.on(other, 1) == std::vector{film});
        CHECK(desk.box(dialog) == Box{1010, 20, 30, 40});
        const OutputId again = desk.plug("left", left_screen);
        CHECK(desk.on(again, 0) == std::vector{a, dialog});
        CHECK(desk.box(dialog) == Box{10, 20, 30, 40});
        CHECK(desk.model.focused() == a);
    }
    SECTION("and new ones wait with them") {
        const WindowId late = desk.open();
        CHECK_FALSE(desk.seen(late));
        CHECK_FALSE(desk.state(late).urgent);
        desk.plug("left", left_screen);
        CHECK(desk.seen(late));
        CHECK(desk.model.focused() == late);
    }
}

TEST_CASE("Windows may come before any output", "[hotplug]") {
    Desk desk;
    const WindowId a = desk.open();
    const WindowId dialog = desk.dialog(a, {200, 100});
    CHECK(desk.model.focused() == WindowId{});
    CHECK_FALSE(desk.box(a).empty());
    desk.plug("left", left_screen);
    CHECK(desk.box(a) == left_screen);
    CHECK(desk.box(dialog) == Box{400, 350, 200, 100});
    CHECK(desk.model.focused() == dialog);
}

TEST_CASE("Fullscreen and floating places survive a smaller output", "[hotplug]") {
    Desk desk;
    const OutputId left = desk.plug("left", {0, 0, 300, 200});
    const OutputId right = desk.plug("right", {300, 0, 1000, 800});
    const WindowId small_film = desk.open({.wants_fullscreen = true});
    REQUIRE(desk.model.focus_output(right));
    const WindowId note = desk.open({.preferred = {600, 500}, .fixed_size = false});
    REQUIRE(desk.model.set_box(note, {500, 200, 600, 500}));
    const WindowId film = desk.open({.wants_fullscreen = true});
    REQUIRE(desk.state(film).fullscreen);
    desk.model.remove_output(right);
    CHECK_FALSE(desk.state(film).fullscreen);
    CHECK(desk.state(small_film).fullscreen);
    CHECK(desk.model.focused() == small_film);
    CHECK(desk.box(note) == Box{0, 0, 300, 200});
    desk.plug("right", {300, 0, 1000, 800});
    CHECK(desk.state(film).fullscreen);
    CHECK(desk.state(small_film).fullscreen);
    CHECK(desk.box(note) == Box{500, 200, 600, 500});
    SECTION("unless it was ended meanwhile") {
        desk.model.remove_output(desk.model.outputs().back());
        REQUIRE(desk.model.set_fullscreen(film, false));
        desk.plug("right", {300, 0, 1000, 800});
        CHECK_FALSE(desk.state(film).fullscreen);
    }
    CHECK(desk.state(small_film).output == left);
}

TEST_CASE("A window driven from output to output finds its way home", "[hotplug]") {
    Desk desk;
    const OutputId a = desk.plug("a", left_screen);
    const WindowId window = desk.open();
    const OutputId b = desk.plug("b", right_screen);
    const OutputId c = desk.plug("c", {2000, 0, 1000, 800});
    REQUIRE(desk.model.focus_output(b));
    desk.model.remove_output(a);
    CHECK(desk.state(window).output == b);
    REQUIRE(desk.model.focus_output(c));
    desk.model.remove_output(b);
    CHECK(desk.state(window).output == c);
    SECTION("by way of the last one") {
        const OutputId b2 = desk.plug("b", right_screen);
        CHECK(desk.state(window).output == b2);
        const OutputId a2 = desk.plug("a", left_screen);
        CHECK(desk.state(window).output == a2);
    }
    SECTION("or at once, and then stays") {
        const OutputId a2 = desk.plug("a", left_screen);
        CHECK(desk.state(window).output == a2);
        desk.plug("b", right_screen);
        CHECK(desk.state(window).output == a2);
    }
}

TEST_CASE("A floating window keeps its relative place when its output is resized", "[hotplug]") {
    Desk desk;
    const OutputId output = desk.plug("left", left_screen);
    const WindowId dialog = desk.dialog(desk.open(), {200, 100});
    desk.model.set_output_area(output, {0, 0, 2000, 1600}, {0, 0, 2000, 1600});
    CHECK(desk.box(dialog) == Box{900, 750, 200, 100});
    desk.model.set_output_area(output, {0, 0, 1, 1}, {0, 0, 1, 1});
    CHECK_FALSE(desk.box(dialog).intersection({0, 0, 1, 1}).empty());
    desk.model.set_output_area(output, left_screen, left_screen);
    CHECK(desk.box(dialog) == Box{400, 350, 200, 100});
}

TEST_CASE("An output that is added twice only changes its area", "[hotplug]") {
    Desk desk;
    const OutputId output = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    desk.model.add_output(
        output, {.identity = "left", .full = right_screen, .usable = right_screen}
    );
    CHECK(desk.model.outputs().size() == 1);
    CHECK(desk.box(a) == right_screen);
    desk.model.remove_output(OutputId{55});
    desk.model.set_output_area(OutputId{55}, left_screen, left_screen);
    CHECK(desk.box(a) == right_screen);
}

TEST_CASE("Outputs may come and go for ever under new names", "[hotplug]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    for (int i = 0; i < 200; ++i) {
        const OutputId next = desk.plug(formatted("virtual-{}", i), right_screen);
        REQUIRE(desk.model.focus_output(next));
        desk.model.remove_output(desk.model.outputs().front());
        CHECK(desk.state(a).output == next);
    }
    const OutputId home = desk.plug("left", left_screen);
    CHECK(desk.state(a).output == home);
}

} // namespace exwm_vr::wm::test
