// SPDX-License-Identifier: MIT
#include "desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <limits>
#include <vector>

namespace exwm_vr::wm::test {

TEST_CASE("Each output has its own workspaces and shows one", "[workspaces]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    const WindowId a = desk.open();
    const auto infos = desk.model.workspaces();
    REQUIRE(infos.size() == 8);
    CHECK(infos[0].name == "1");
    CHECK(infos[0].active);
    CHECK(infos[0].focused);
    CHECK(infos[0].windows == std::vector{a});
    CHECK_FALSE(infos[1].active);
    CHECK(infos[4].output == right);
    CHECK(infos[4].active);
    CHECK_FALSE(infos[4].focused);
    REQUIRE(desk.model.show_workspace(3, right));
    CHECK(desk.model.shown_workspace(right) == 3);
    CHECK(desk.model.shown_workspace(left) == 0);
    CHECK(desk.model.focused() == a);
    CHECK(desk.model.shown_workspace(OutputId{9}) == -1);
}

TEST_CASE("A workspace that is not there is an error that changes nothing", "[workspaces]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const auto before = desk.model.workspaces();
    CHECK_FALSE(desk.model.show_workspace(-1));
    CHECK(desk.model.show_workspace(4).error().message == "no workspace 4: there are 4");
    CHECK_FALSE(desk.model.show_workspace(0, OutputId{9}));
    CHECK_FALSE(desk.model.move_to_workspace(a, 4));
    CHECK_FALSE(desk.model.move_to_workspace(a, -1));
    CHECK_FALSE(desk.model.move_to_workspace(a, 0, OutputId{9}));
    CHECK(desk.model.workspaces().size() == before.size());
    CHECK(desk.on(left, 0) == std::vector{a});
}

TEST_CASE("Windows of hidden workspaces are unseen and keep their boxes", "[workspaces]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    REQUIRE(desk.model.move_to_workspace(b, 1));
    CHECK_FALSE(desk.seen(b));
    CHECK(desk.box(a) == left_screen);
    CHECK(desk.box(b) == left_screen);
    CHECK(desk.model.focused() == a);
    REQUIRE(desk.model.show_workspace(1));
    CHECK(desk.seen(b));
    CHECK_FALSE(desk.seen(a));
    CHECK(desk.height(b) > desk.height(a));
}

TEST_CASE("Dialogs go with their window to another workspace or output", "[workspaces]") {
    Desk desk;
    desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    const WindowId a = desk.open();
    const WindowId dialog = desk.dialog(a, {200, 100});
    CHECK(desk.box(dialog) == Box{400, 350, 200, 100});
    REQUIRE(desk.model.move_to_workspace(a, 2));
    CHECK(desk.state(dialog).workspace == 2);
    REQUIRE(desk.model.move_to_output(a, right));
    CHECK(desk.state(dialog).output == right);
    CHECK(desk.state(dialog).workspace == 0);
    CHECK(desk.box(dialog) == Box{1400, 350, 200, 100});
    SECTION("but a window stays when its dialog goes") {
        REQUIRE(desk.model.move_to_workspace(dialog, 1));
        CHECK(desk.state(a).workspace == 0);
    }
}

TEST_CASE("Moving a window to where it is changes nothing", "[workspaces]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    REQUIRE(desk.model.move_to_workspace(a, 0));
    REQUIRE(desk.model.move_to_output(a, left));
    CHECK(desk.on(left, 0) == std::vector{a, b});
}

TEST_CASE("Monocle shows the focused tile alone", "[layouts]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    desk.model.set_layout(LayoutKind::monocle);
    CHECK(desk.box(a) == left_screen);
    CHECK(desk.seen(b));
    CHECK_FALSE(desk.seen(a));
    desk.model.focus_next(true);
    CHECK(desk.model.focused() == a);
    CHECK(desk.seen(a));
    CHECK_FALSE(desk.seen(b));
    CHECK(desk.height(a) > desk.height(b));
    SECTION("and floating windows over it") {
        const WindowId dialog = desk.dialog(a);
        CHECK(desk.model.focused() == dialog);
        CHECK(desk.seen(dialog));
        CHECK(desk.seen(a));
        CHECK_FALSE(desk.seen(b));
    }
    SECTION("and the one used before when it closes") {
        desk.close(a);
        CHECK(desk.seen(b));
    }
}

TEST_CASE("Layouts belong to the workspace they are set on", "[layouts]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    desk.model.set_layout(LayoutKind::grid);
    CHECK(desk.model.layout() == LayoutKind::grid);
    REQUIRE(desk.model.show_workspace(1));
    CHECK(desk.model.layout() == LayoutKind::tiling);
    REQUIRE(desk.model.focus_output(right));
    CHECK(desk.model.layout() == LayoutKind::tiling);
    REQUIRE(desk.model.show_workspace(0, left));
    REQUIRE(desk.model.focus_output(left));
    CHECK(desk.model.layout() == LayoutKind::grid);
}

TEST_CASE("Cycling goes through all layouts", "[layouts]") {
    Desk desk;
    desk.plug("left", left_screen);
    std::vector<LayoutKind> seen;
    for (int i = 0; i < 4; ++i) {
        desk.model.cycle_layout();
        seen.push_back(desk.model.layout());
    }
    CHECK(
        seen ==
        std::vector{LayoutKind::grid, LayoutKind::monocle, LayoutKind::floating, LayoutKind::tiling}
    );
}

TEST_CASE("The floating layout leaves windows where they are, and tiles them again", "[layouts]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    desk.model.set_layout(LayoutKind::floating);
    CHECK(desk.state(a).mode == Mode::floating);
    CHECK(desk.box(a) == Box{0, 0, 500, 800});
    CHECK(desk.box(b) == Box{500, 0, 500, 800});
    REQUIRE(desk.model.set_box(a, {100, 100, 300, 300}));
    const WindowId c = desk.open({.preferred = {200, 200}});
    CHECK(desk.box(c) == Box{400, 300, 200, 200});
    CHECK_FALSE(desk.model.promote(a));
    SECTION("new ones do not lie on each other exactly") {
        CHECK(desk.box(desk.open({.preferred = {200, 200}})) == Box{424, 324, 200, 200});
    }
    SECTION("and back, for all that did not float by themselves") {
        REQUIRE(desk.model.set_floating(b, true));
        desk.model.set_layout(LayoutKind::tiling);
        CHECK(desk.on(left, 0) == std::vector{a, c, b});
        CHECK(desk.state(a).mode == Mode::tiled);
        CHECK(desk.state(b).mode == Mode::floating);
        desk.model.set_layout(LayoutKind::floating);
        CHECK(desk.box(a) == Box{100, 100, 300, 300});
    }
}

TEST_CASE("The master's share and number change within their ranges", "[layouts]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    const WindowId c = desk.open();
    desk.model.change_master_ratio(0.2);
    CHECK(desk.box(a) == Box{0, 0, 700, 800});
    desk.model.change_master_ratio(5);
    CHECK(desk.box(a).width == 900);
    desk.model.change_master_ratio(-5);
    CHECK(desk.box(a).width == 100);
    desk.model.change_master_ratio(std::numeric_limits<double>::quiet_NaN());
    CHECK(desk.box(a).width >= 100);
    desk.model.change_master_count(1);
    CHECK(desk.box(b).x == 0);
    CHECK(desk.box(c).x > 0);
    desk.model.change_master_count(std::numeric_limits<int>::max());
    CHECK(desk.box(c) == Box{0, 533, 1000, 267});
    desk.model.change_master_count(std::numeric_limits<int>::min());
    CHECK(desk.box(b).x > 0);
}

TEST_CASE("New options hold for what was not chosen by hand", "[options]") {
    Desk desk;
    desk.plug("left", left_screen);
    desk.open();
    desk.model.set_layout(LayoutKind::grid);
    REQUIRE(desk.model.show_workspace(1));
    const WindowId a = desk.open();
    Options options = plain_options();
    options.layout = LayoutKind::monocle;
    options.gap = 20;
    desk.model.set_options(options);
    CHECK(desk.model.layout() == LayoutKind::monocle);
    CHECK(desk.box(a) == Box{20, 20, 960, 760});
    REQUIRE(desk.model.show_workspace(0));
    CHECK(desk.model.layout() == LayoutKind::grid);
}

TEST_CASE("Options out of range are brought into it", "[options]") {
    Options options;
    options.workspaces = 0;
    options.master_ratio = std::numeric_limits<double>::quiet_NaN();
    options.master_count = -3;
    options.gap = -5;
    options.border = 1000;
    Desk desk(options);
    desk.plug("left", left_screen);
    CHECK(desk.model.workspaces().size() == 1);
    const WindowId a = desk.open();
    desk.open();
    CHECK(desk.box(a) == Box{0, 0, 550, 800});
    CHECK(desk.place(a).border == 32);
    options.workspaces = 1000;
    desk.model.set_options(options);
    CHECK(desk.model.workspaces().size() == 32);
}

TEST_CASE("Fewer workspaces lose no window", "[options]") {
    Options options = plain_options();
    Desk desk(options);
    const OutputId left = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    REQUIRE(desk.model.move_to_workspace(a, 2));
    options.workspaces = 1;
    desk.model.set_options(options);
    CHECK(desk.model.workspaces().size() == 3);
    CHECK(desk.on(left, 2) == std::vector{a});
    SECTION("and those above go when they are empty") {
        desk.close(a);
        CHECK(desk.model.workspaces().size() == 1);
    }
    SECTION("but not the one that is shown") {
        REQUIRE(desk.model.focus(a));
        desk.close(a);
        CHECK(desk.model.workspaces().size() == 3);
        REQUIRE(desk.model.show_workspace(0));
        CHECK(desk.model.workspaces().size() == 1);
    }
}

TEST_CASE("A thousand windows are arranged like a few", "[windows]") {
    Desk desk;
    desk.plug("left", left_screen);
    for (int i = 0; i < 1000; ++i) {
        desk.open();
    }
    const auto placements = desk.model.arrange();
    REQUIRE(placements.size() == 1000);
    CHECK(std::ranges::none_of(placements, [](const Placement& p) { return p.box.empty(); }));
    CHECK(desk.model.focused() == WindowId{1000});
    while (desk.last_window > 0) {
        desk.model.remove_window(WindowId{desk.last_window--});
    }
    CHECK(desk.model.arrange().empty());
}

} // namespace exwm_vr::wm::test
