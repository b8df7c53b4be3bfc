// SPDX-License-Identifier: MIT
#include "desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <vector>

namespace exwm_vr::wm::test {

TEST_CASE("New windows tile on the focused output in order of arrival", "[windows]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    CHECK(desk.box(a) == left_screen);
    const WindowId b = desk.open();
    const WindowId c = desk.open();
    CHECK(desk.box(a) == Box{0, 0, 500, 800});
    CHECK(desk.box(b) == Box{500, 0, 500, 400});
    CHECK(desk.box(c) == Box{500, 400, 500, 400});
    CHECK(desk.place(c).tiled);
    CHECK(desk.model.windows() == std::vector{a, b, c});
    desk.close(a);
    CHECK(desk.box(b) == Box{0, 0, 500, 800});
}

TEST_CASE("Tiles keep out of panels", "[windows]") {
    Desk desk;
    const OutputId output = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    desk.model.set_output_area(output, left_screen, {0, 30, 1000, 770});
    CHECK(desk.box(a) == Box{0, 30, 1000, 770});
    SECTION("but a usable area that is empty or outside is not believed") {
        desk.model.set_output_area(output, left_screen, {0, 0, 0, 0});
        CHECK(desk.box(a) == left_screen);
        desk.model.set_output_area(output, left_screen, {5000, 0, 1000, 800});
        CHECK(desk.box(a) == left_screen);
    }
    SECTION("and the usable area is cut to the output") {
        desk.model.set_output_area(output, left_screen, {-100, 30, 5000, 770});
        CHECK(desk.box(a) == Box{0, 30, 1000, 770});
    }
}

TEST_CASE("Gaps and borders come from the options", "[windows]") {
    Options options = plain_options();
    options.gap = 10;
    options.border = 3;
    Desk desk(options);
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    CHECK(desk.box(a) == Box{10, 10, 980, 780});
    CHECK(desk.place(a).border == 3);
}

TEST_CASE("Areas too small for gaps and borders still give real boxes", "[windows]") {
    Options options;
    options.gap = 200;
    options.border = 32;
    for (const Box& tiny : {Box{0, 0, 1, 1}, {3, 4, 2, 7}, {0, 0, 20, 5}, {0, 0, 0, 0}}) {
        Desk desk(options);
        desk.plug("tiny", tiny);
        for (int i = 0; i < 5; ++i) {
            desk.open();
        }
        desk.dialog(desk.open(), {5000, 5000});
        for (const LayoutKind kind :
             {LayoutKind::tiling, LayoutKind::grid, LayoutKind::monocle, LayoutKind::floating}) {
            desk.model.set_layout(kind);
            for (const Placement& placement : desk.model.arrange()) {
                INFO(to_string(kind) << " on " << tiny << ": " << placement.box);
                CHECK(placement.box.width - 2 * placement.border >= 1);
                CHECK(placement.box.height - 2 * placement.border >= 1);
            }
        }
    }
}

TEST_CASE("Dialogs float centred over their parent", "[windows]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    const WindowId dialog = desk.dialog(b, {200, 100});
    CHECK(desk.state(dialog).mode == Mode::floating);
    CHECK(desk.box(dialog) == Box{650, 350, 200, 100});
    CHECK_FALSE(desk.place(dialog).tiled);
    CHECK(desk.height(dialog) > desk.height(b));
    CHECK(desk.box(a) == Box{0, 0, 500, 800});
    SECTION("inside the usable area") {
        const WindowId wide = desk.dialog(b, {900, 900});
        CHECK(desk.box(wide) == Box{100, 0, 900, 800});
    }
    SECTION("on the parent's workspace, even when another is shown") {
        REQUIRE(desk.model.show_workspace(1));
        const WindowId late = desk.dialog(a);
        CHECK(desk.state(late).workspace == 0);
        CHECK_FALSE(desk.seen(late));
        CHECK(desk.state(late).urgent);
        CHECK(desk.model.focused() == WindowId{});
        REQUIRE(desk.model.show_workspace(0));
        CHECK(desk.model.focused() == late);
        CHECK_FALSE(desk.state(late).urgent);
    }
    SECTION("an unknown parent is none") {
        CHECK(desk.state(desk.dialog(WindowId{999})).mode == Mode::tiled);
    }
}

TEST_CASE("A window that gets a parent late becomes a dialog", "[windows]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open({.preferred = {.width = 200, .height = 100}});
    REQUIRE(desk.model.set_parent(b, a));
    CHECK(desk.state(b).mode == Mode::floating);
    CHECK(desk.box(a) == left_screen);
    CHECK(desk.box(b) == Box{400, 350, 200, 100});
    CHECK(desk.height(b) > desk.height(a));
    SECTION("and stays floating without it") {
        REQUIRE(desk.model.set_parent(b, {}));
        CHECK(desk.state(b).mode == Mode::floating);
    }
    SECTION("but not of a younger window, of itself or of one that is not there") {
        for (const WindowId parent : {b, a, WindowId{999}}) {
            REQUIRE(desk.model.set_parent(a, parent));
            CHECK(desk.state(a).mode == Mode::tiled);
        }
        CHECK_FALSE(desk.model.set_parent(WindowId{999}, a));
    }
}

TEST_CASE("Fixed-size windows float at the size they want, inside the border", "[windows]") {
    Options options = plain_options();
    options.border = 2;
    Desk desk(options);
    desk.plug("left", left_screen);
    const WindowId fixed = desk.open({.preferred = {300, 200}, .fixed_size = true});
    CHECK(desk.box(fixed) == Box{348, 298, 304, 204});
    CHECK(desk.place(fixed).border == 2);
    SECTION("also when that is larger than the output") {
        const WindowId large = desk.open({.preferred = {1500, 200}, .fixed_size = true});
        CHECK(desk.box(large) == Box{0, 298, 1504, 204});
    }
    SECTION("and keep it when the border changes") {
        options.border = 5;
        desk.model.set_options(options);
        CHECK(desk.box(fixed) == Box{345, 295, 310, 210});
    }
}

TEST_CASE("A window that wants to float does so, though no other is its parent", "[windows]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId tile = desk.open();
    const WindowId tool = desk.open({.preferred = {300, 200}, .wants_floating = true});
    CHECK(desk.model.window(tool)->mode == Mode::floating);
    CHECK(desk.box(tool) == Box{350, 300, 300, 200});
    CHECK(desk.place(tile).tiled);
}

TEST_CASE("A window that names no size floats on half of the usable area", "[windows]") {
    Desk desk;
    desk.plug("left", left_screen);
    CHECK(desk.box(desk.dialog(desk.open(), {})) == Box{250, 200, 500, 400});
}

TEST_CASE("Floating and back again", "[windows]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open({.preferred = {400, 300}});
    const WindowId b = desk.open();
    REQUIRE(desk.model.set_floating(a, true));
    CHECK(desk.box(a) == Box{300, 250, 400, 300});
    CHECK(desk.box(b) == left_screen);
    CHECK(desk.height(a) > desk.height(b));
    REQUIRE(desk.model.set_box(a, {10, 20, 0, 0}));
    CHECK(desk.box(a) == Box{10, 20, 400, 300});
    SECTION("it is tiled where it was before") {
        REQUIRE(desk.model.set_floating(a, false));
        CHECK(desk.box(a) == Box{0, 0, 500, 800});
        SECTION("and floats where it floated before") {
            REQUIRE(desk.model.set_floating(a, true));
            CHECK(desk.box(a) == Box{10, 20, 400, 300});
        }
    }
}

TEST_CASE("A box makes a tiled window float there", "[windows]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId a = desk.open();
    REQUIRE(desk.model.set_box(a, {100, 100, 300, 0}));
    CHECK(desk.state(a).mode == Mode::floating);
    CHECK(desk.box(a) == Box{100, 100, 300, 800});
    SECTION("partly outside, but not wholly") {
        REQUIRE(desk.model.set_box(a, {-250, 780, 300, 200}));
        CHECK(desk.box(a) == Box{-250, 768, 300, 200});
        constexpr int huge = std::numeric_limits<int>::max();
        REQUIRE(desk.model.set_box(a, {huge, -huge, 300, 200}));
        CHECK(desk.box(a) == Box{968, -168, 300, 200});
        REQUIRE(desk.model.set_box(a, {huge, huge, huge, huge}));
        CHECK_FALSE(desk.box(a).intersection(left_screen).empty());
    }
    SECTION("a negative size is an error that changes nothing") {
        const auto before = desk.model.arrange();
        CHECK_FALSE(desk.model.set_box(a, {0, 0, -1, 10}));
        CHECK_FALSE(desk.model.set_box(a, {0, 0, 10, -1}));
        CHECK(desk.model.arrange() == before);
    }
}

TEST_CASE("A floating window belongs to the output it is moved onto", "[windows]") {
    Desk desk;
    const OutputId left = desk.plug("left", left_screen);
    const OutputId right = desk.plug("right", right_screen);
    const WindowId a = desk.open();
    REQUIRE(desk.model.set_box(a, {700, 100, 400, 300}));
    CHECK(desk.state(a).output == left);
    REQUIRE(desk.model.set_box(a, {801, 100, 400, 300}));
    CHECK(desk.state(a).output == right);
    CHECK(desk.box(a) == Box{801, 100, 400, 300});
    CHECK(desk.model.focused() == a);
    CHECK(desk.model.focused_output() == right);
    SECTION("but not behind a fullscreen window there") {
        const WindowId film = desk.open();
        REQUIRE(desk.model.set_fullscreen(film, true));
        REQUIRE(desk.model.focus_output(left));
        const WindowId b = desk.open();
        REQUIRE(desk.model.set_box(b, {1500, 100, 400, 300}));
        CHECK(desk.state(b).output == left);
        CHECK(desk.seen(b));
    }
}

TEST_CASE(
    "Floating windows stack by when they were raised, dialogs above their parent", "[windows]"
) {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId tile = desk.open();
    const WindowId a = desk.open({.preferred = {300, 300}, .fixed_size = true});
    const WindowId dialog = desk.dialog(a);
    const WindowId b = desk.open({.preferred = {300, 300}, .fixed_size = true});
    CHECK(desk.height(b) > desk.height(dialog));
    REQUIRE(desk.model.focus(a));
    CHECK(desk.height(a) > desk.height(b));
    CHECK(desk.height(dialog) > desk.height(a));
    REQUIRE(desk.model.focus(tile));
    CHECK(desk.height(tile) < desk.height(b));
}

TEST_CASE("Dialogs of a closed window become its parent's", "[windows]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId root = desk.open();
    const WindowId dialog = desk.dialog(root);
    const WindowId question = desk.dialog(dialog);
    desk.close(dialog);
    REQUIRE(desk.model.set_fullscreen(root, true));
    CHECK(desk.seen(question));
}

TEST_CASE("An IPC peer's box is taken exactly", "[windows]") {
    Desk desk;
    desk.plug("left", left_screen);
    const WindowId emacs = desk.open();
    const WindowId a = desk.open();
    REQUIRE(desk.model.place_external(a, {-3000, 17, 333, 444}));
    CHECK(desk.state(a).mode == Mode::external);
    CHECK(desk.box(a) == Box{-3000, 17, 333, 444});
    CHECK(desk.box(emacs) == left_screen);
    SECTION("above tiles, whichever has the focus, and below floating windows") {
        REQUIRE(desk.model.focus(emacs));
        const WindowId dialog = desk.dialog(emacs);
        CHECK(desk.height(a) > desk.height(emacs));
        CHECK(desk.height(a) < desk.height(dialog));
    }
    SECTION("whatever the layout") {
        desk.model.set_layout(LayoutKind::floating);
        CHECK(desk.box(a) == Box{-3000, 17, 333, 444});
        desk.model.set_layout(LayoutKind::monocle);
        CHECK(desk.seen(a));
    }
    SECTION("until it is tiled again") {
        REQUIRE(desk.model.set_floating(a, false));
        CHECK(desk.box(a) == Box{500, 0, 500, 800});
    }
    SECTION("one that is no box is an error that changes nothing") {
        const auto before = desk.model.arrange();
        for (const Box& bad :
             {Box{0, 0, 0, 5}, {0, 0, 5, -1}, {1 << 30, 0, 5, 5}, {0, 0, 1 << 30, 5}}) {
            CHECK_FALSE(desk.model.place_external(a, bad));
        }
        CHECK(desk.model.arrange() == before);
    }
}

TEST_CASE("Promoting swaps with the master", "[windows]") {
    Desk desk;
    const OutputId output = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId b = desk.open();
    const WindowId c = desk.open();
    REQUIRE(desk.model.promote(c));
    CHECK(desk.on(output, 0) == std::vector{c, b, a});
    REQUIRE(desk.model.promote(c));
    CHECK(desk.on(output, 0) == std::vector{b, c, a});
    const WindowId dialog = desk.dialog(a);
    CHECK_FALSE(desk.model.promote(dialog));
}

TEST_CASE("Shifting moves a tile in the order, wrapping, past floating windows", "[windows]") {
    Desk desk;
    const OutputId output = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId dialog = desk.dialog(a);
    const WindowId b = desk.open();
    const WindowId c = desk.open();
    REQUIRE(desk.model.shift(a, true));
    CHECK(desk.on(output, 0) == std::vector{b, a, c, dialog});
    REQUIRE(desk.model.shift(c, true));
    CHECK(desk.on(output, 0) == std::vector{c, b, a, dialog});
    REQUIRE(desk.model.shift(c, false));
    CHECK(desk.on(output, 0) == std::vector{b, a, c, dialog});
    REQUIRE(desk.model.shift(c, false));
    CHECK(desk.on(output, 0) == std::vector{b, c, a, dialog});
    CHECK_FALSE(desk.model.shift(dialog, true));
}

TEST_CASE("Unknown windows and ids given twice are refused", "[windows]") {
    Desk desk;
    const OutputId output = desk.plug("left", left_screen);
    const WindowId a = desk.open();
    const WindowId nobody{99};
    CHECK(desk.model.window(nobody).error().message == "unknown window 99");
    CHECK_FALSE(desk.model.focus(nobody));
    CHECK_FALSE(desk.model.set_fullscreen(a, true, OutputId{9}));
    CHECK(desk.model.move_to_output(a, OutputId{9}).error().message == "unknown output 9");
    desk.model.remove_window(nobody);
    desk.model.add_window(a, {.fixed_size = true});
    CHECK(desk.state(a).mode == Mode::tiled);
    desk.model.add_window(WindowId{}, {});
    CHECK(desk.model.windows() == std::vector{a});
    desk.model.add_output(OutputId{}, {});
    CHECK(desk.model.outputs() == std::vector{output});
}

} // namespace exwm_vr::wm::test
