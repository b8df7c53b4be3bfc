// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "tests/unit/ipc/talk.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace exwm_vr;
using namespace exwm_vr::ipc;
using exwm_vr::ipc::test::Reply;
using exwm_vr::ipc::test::Talk;

namespace {

std::string about(std::string_view type, WindowId id, std::string_view more = "") {
    return formatted(":type :{} :surface-id {} {}", type, id.value, more);
}

} // namespace

TEST_CASE("surface-list has what EWWM v1's Emacs reads", "[ipc][dispatch]") {
    Talk talk(1);
    CHECK(talk.say(":type :surface-list").entries("surfaces").empty());
    const WindowId id = talk.desktop.add_window("foot", "say \"hi\" \\ \xff");
    const auto entries = talk.say(":type :surface-list").entries("surfaces");
    REQUIRE(entries.size() == 1);
    const Reply& entry = entries.front();
    CHECK(entry.integer("id") == static_cast<std::int64_t>(id.value));
    CHECK(entry.text("app-id") == "foot");
    CHECK(entry.text("title") == "say \"hi\" \\ \xef\xbf\xbd");
    CHECK_FALSE(entry.flag("x11"));
    CHECK(entry.has("x11-class"));
    CHECK(entry.has("x11-instance"));
    CHECK(entry.integer("workspace") == 0);
    CHECK_FALSE(entry.flag("floating"));
    CHECK(entry.flag("focused"));
    CHECK_FALSE(entry.flag("own"));
    const Reply geometry = entry.nested("geometry");
    const Box box = talk.desktop.surface(id)->state.box;
    CHECK(geometry.integer("x") == box.x);
    CHECK(geometry.integer("h") == box.height);
}

TEST_CASE("an empty title gives way to the app-id for version 1", "[ipc][dispatch]") {
    Talk old(1);
    Talk talk(2);
    const WindowId id = old.desktop.add_window("foot", "");
    CHECK(talk.desktop.add_window("foot", "") == id);
    CHECK(old.say(about("surface-info", id)).text("title") == "foot");
    CHECK(talk.say(about("surface-info", id)).text("title").empty());
}

TEST_CASE(
    "Emacs's own frames are hidden from version 1 and marked for version 2", "[ipc][dispatch]"
) {
    Talk old(1);
    Talk talk(2);
    for (Talk* each : {&old, &talk}) {
        each->desktop.add_window("emacs", "frame", getpid());
        each->desktop.add_window("foot", "shell");
    }
    CHECK(old.say(":type :surface-list").entries("surfaces").size() == 1);
    const auto entries = talk.say(":type :surface-list").entries("surfaces");
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].flag("own"));
    CHECK_FALSE(entries[1].flag("own"));
    CHECK(old.say(":type :workspace-list").entries("workspaces").front().integer("count") == 1);
    CHECK(talk.say(":type :workspace-list").entries("workspaces").front().integer("count") == 2);
}

TEST_CASE("the focused window is told", "[ipc][dispatch]") {
    Talk talk;
    CHECK(talk.say(":type :focused-surface").ok());
    CHECK(talk.say(":type :focused-surface").text("surface-id").empty());
    const WindowId first = talk.desktop.add_window("a", "A");
    const WindowId second = talk.desktop.add_window("b", "B");
    CHECK(
        talk.say(":type :focused-surface").integer("surface-id") ==
        static_cast<std::int64_t>(second.value)
    );
    const int before = talk.desktop.model_changes;
    CHECK(talk.say(about("surface-focus", first)).ok());
    CHECK(talk.desktop.model_changes == before + 1);
    CHECK(talk.say(":type :focused-surface").text("title") == "A");
}

TEST_CASE("windows are closed", "[ipc][dispatch]") {
    Talk talk;
    const WindowId id = talk.desktop.add_window("a", "A");
    CHECK(talk.say(about("surface-close", id)).ok());
    CHECK(
        talk.say(about("surface-close", id)).reason() == formatted("unknown surface: {}", id.value)
    );
}

TEST_CASE("fullscreen and floating toggle without :enable", "[ipc][dispatch]") {
    Talk talk(1);
    const WindowId id = talk.desktop.add_window("a", "A");
    CHECK(talk.say(about("surface-fullscreen", id)).flag("fullscreen"));
    CHECK(talk.desktop.surface(id)->state.fullscreen);
    CHECK_FALSE(talk.say(about("surface-fullscreen", id)).flag("fullscreen"));
    CHECK_FALSE(talk.desktop.surface(id)->state.fullscreen);
    for (int i = 0; i < 2; ++i) {
        CHECK(talk.say(about("surface-float", id, ":enable t")).flag("floating"));
        CHECK(talk.desktop.surface(id)->state.mode == wm::Mode::floating);
    }
    for (int i = 0; i < 2; ++i) {
        CHECK_FALSE(talk.say(about("surface-float", id, ":enable nil")).flag("floating"));
        CHECK(talk.desktop.surface(id)->state.mode == wm::Mode::tiled);
    }
    CHECK(talk.say(about("surface-float", id)).flag("floating"));
}

TEST_CASE("version 2 flags are t or nil", "[ipc][dispatch]") {
    Talk talk;
    const WindowId id = talk.desktop.add_window("a", "A");
    CHECK(
        talk.say(about("surface-float", id, ":enable 1")).reason() ==
        "invalid :enable (t or nil expected)"
    );
    CHECK(talk.say(":type :surface-float :surface-id \"5\"")
              .reason()
              .starts_with("invalid :surface-id"));
    CHECK(talk.desktop.model_changes == 1); // the first output
}

TEST_CASE("windows are moved and resized by numbers", "[ipc][dispatch]") {
    Talk talk(1);
    const WindowId id = talk.desktop.add_window("a", "A");
    static_cast<void>(talk.say(about("surface-float", id, ":enable t")));
    CHECK(talk.say(about("surface-resize", id, ":w 400 :h 300")).ok());
    const Reply moved = talk.say(about("surface-move", id, ":x 50 :y 60"));
    CHECK(moved.nested("geometry").integer("x") == 50);
    CHECK(talk.desktop.surface(id)->state.box == Box{50, 60, 400, 300});
    CHECK(talk.say(about("surface-resize", id)).reason() == "missing :w");
    CHECK(talk.say(about("surface-resize", id, ":w 10")).reason() == "missing :h");
    CHECK(talk.say(about("surface-resize", id, ":w 0 :h 10")).reason().starts_with("invalid :w"));
    CHECK(talk.say(about("surface-resize", id, ":w wide :h 1")).reason().starts_with("invalid :w"));
    CHECK(talk.say(about("surface-move", id, ":x 1e9 :y 1")).reason().starts_with("invalid :x"));
    CHECK(talk.say(about("surface-move", id, ":y 1")).reason() == "missing :x");
    CHECK(talk.desktop.surface(id)->state.box == Box{50, 60, 400, 300});
}

TEST_CASE("nested geometry places a window exactly", "[ipc][dispatch]") {
    Talk talk(1);
    const WindowId id = talk.desktop.add_window("a", "A");
    CHECK(talk.say(about("surface-resize", id, ":geometry (:x 10 :y 20 :w 640 :h 480)")).ok());
    CHECK(talk.desktop.surface(id)->state.box == Box{10, 20, 640, 480});
    CHECK(talk.desktop.surface(id)->state.mode == wm::Mode::external);
    // It stays where its peer puts it, also with the plain messages.
    CHECK(talk.say(about("surface-move", id, ":x -30 :y 5")).ok());
    CHECK(talk.say(about("surface-resize", id, ":w 100 :h 90")).ok());
    CHECK(talk.desktop.surface(id)->state.box == Box{-30, 5, 100, 90});
    CHECK(talk.desktop.surface(id)->state.mode == wm::Mode::external);
    CHECK(
        talk.say(about("surface-resize", id, ":geometry (:x 1 :y 2 :w 3)")).reason() == "missing :h"
    );
    CHECK(
        talk.say(about("surface-resize", id, ":geometry 5")).reason() ==
        "invalid :geometry (a property list expected)"
    );
}

TEST_CASE("version 1 geometry counts from the Emacs frame", "[ipc][dispatch]") {
    Talk talk(1);
    const WindowId frame = talk.desktop.add_window("emacs", "frame", getpid());
    const WindowId id = talk.desktop.add_window("a", "A");
    REQUIRE(talk.desktop.model().place_external(frame, {300, 40, 1000, 900}));
    int border = 0;
    for (const wm::Placement& placement : talk.desktop.model().arrange()) {
        border = placement.window == frame ? placement.border : border;
    }
    CHECK(talk.say(about("surface-resize", id, ":geometry (:x 10 :y 20 :w 640 :h 480)")).ok());
    CHECK(talk.desktop.surface(id)->state.box == Box{310 + border, 60 + border, 640, 480});
}

TEST_CASE("version 1 geometry without a frame counts from the window's output", "[ipc][dispatch]") {
    Talk talk(1);
    const WindowId id = talk.desktop.add_window("a", "A");
    CHECK(talk.say(":type :output-add :spec \"800x600+2000+100\"").ok());
    const OutputId second = talk.desktop.outputs().back().id;
    REQUIRE(talk.desktop.model().move_to_output(id, second));
    CHECK(talk.say(about("surface-resize", id, ":geometry (:x 1 :y 2 :w 64 :h 48)")).ok());
    CHECK(talk.desktop.surface(id)->state.box == Box{2001, 102, 64, 48});
}

TEST_CASE("version 2 geometry counts from the layout or from a named frame", "[ipc][dispatch]") {
    Talk talk;
    const WindowId frame = talk.desktop.add_window("emacs", "frame", getpid());
    const WindowId id = talk.desktop.add_window("a", "A");
    REQUIRE(talk.desktop.model().place_external(frame, {300, 40, 1000, 900}));
    CHECK(talk.say(about("surface-resize", id, ":geometry (:x 10 :y 20 :w 640 :h 480)")).ok());
    CHECK(talk.desktop.surface(id)->state.box == Box{10, 20, 640, 480});
    const std::string at = formatted(":frame {} :geometry (:x 0 :y 0 :w 640 :h 480)", frame.value);
    CHECK(talk.say(about("surface-resize", id, at)).ok());
    const Box box = talk.desktop.surface(id)->state.box;
    CHECK(box.x >= 300);
    CHECK(box.y >= 40);
    CHECK(
        talk.say(about("surface-resize", id, ":frame 5 :geometry (:x 0 :y 0 :w 1 :h 1)"))
            .reason() == "unknown surface: 5"
    );
}

TEST_CASE("moving with the pointer needs a button", "[ipc][dispatch]") {
    Talk talk;
    const WindowId id = talk.desktop.add_window("a", "A");
    CHECK(talk.say(about("surface-move-interactive", id)).reason() == "no button is down");
    talk.desktop.button_down = true;
    CHECK(talk.say(about("surface-move-interactive", id)).ok());
    CHECK(talk.say(about("surface-resize-interactive", id)).ok());
    CHECK(talk.desktop.grabbed.size() == 2);
}

TEST_CASE("workspaces are shown and filled", "[ipc][dispatch]") {
    Talk talk(1);
    const WindowId id = talk.desktop.add_window("a", "A");
    auto list = talk.say(":type :workspace-list").entries("workspaces");
    REQUIRE(list.size() == 9);
    CHECK(list[0].integer("index") == 0);
    CHECK(list[0].flag("active"));
    CHECK(list[0].integer("count") == 1);
    CHECK(list[0].text("surfaces") == formatted("({})", id.value));
    CHECK(list[1].integer("count") == 0);

    CHECK(talk.say(about("workspace-move-surface", id, ":workspace 2")).ok());
    CHECK(talk.desktop.surface(id)->state.workspace == 2);
    CHECK(talk.say(":type :workspace-switch :workspace 2").ok());
    list = talk.say(":type :workspace-list").entries("workspaces");
    CHECK_FALSE(list[0].flag("active"));
    CHECK(list[2].flag("active"));
    CHECK(list[2].integer("count") == 1);
    CHECK(talk.say(":type :workspace-switch :workspace 99")
              .reason()
              .starts_with("invalid :workspace ("));
    CHECK(talk.say(":type :workspace-switch :workspace -1")
              .reason()
              .starts_with("invalid :workspace ("));
    CHECK(talk.say(":type :workspace-switch").reason() == "missing :workspace");
}

TEST_CASE(
    "with two outputs version 1 sees one row of workspaces, version 2 each", "[ipc][dispatch]"
) {
    for (const int version : {1, 2}) {
        Talk talk(version);
        const WindowId id = talk.desktop.add_window("a", "A");
        CHECK(talk.say(":type :output-add :spec \"right:800x600\"").ok());
        const OutputId second = talk.desktop.outputs().back().id;
        const WindowId other = talk.desktop.add_window("b", "B");
        REQUIRE(talk.desktop.model().move_to_output(other, second));
        REQUIRE(talk.desktop.model().focus(id));
        const auto list = talk.say(":type :workspace-list").entries("workspaces");
        REQUIRE(list.size() == (version == 1 ? 9 : 18));
        CHECK(list[0].integer("count") == (version == 1 ? 2 : 1));
        if (version == 1) {
            CHECK_FALSE(list[0].has("output"));
            continue;
        }
        CHECK(talk.say(":type :workspace-switch :workspace 4 :output \"right\"").ok());
        CHECK(talk.desktop.model().shown_workspace(second) == 4);
        CHECK(
            talk.say(":type :workspace-switch :workspace 4 :output \"left\"").reason() ==
            "unknown output: left"
        );
        CHECK(talk.say(about("workspace-move-surface", id, ":workspace 5 :output \"right\"")).ok());
        CHECK(talk.desktop.surface(id)->state.output == second);
        CHECK(talk.desktop.surface(id)->state.workspace == 5);
    }
}

TEST_CASE("layouts are set and cycled", "[ipc][dispatch]") {
    Talk talk(1);
    CHECK(talk.say(":type :layout-set :layout :grid").text("layout") == "grid");
    CHECK(talk.desktop.model().layout() == wm::LayoutKind::grid);
    CHECK(
        talk.say(":type :layout-set :layout \"spiral\"").reason().starts_with("invalid :layout (")
    );
    CHECK(talk.say(":type :layout-set").reason() == "missing :layout");
    const std::string next = talk.say(":type :layout-cycle").text("layout");
    CHECK(next == wm::to_string(talk.desktop.model().layout()));
    CHECK(next != "grid");
}

TEST_CASE("keys are grabbed and let go", "[ipc][dispatch]") {
    Talk talk(1);
    for (const char* key : {"s-1", "s-S-1", "s-SPC", "s-&", "s-<f5>", "C-M-x"}) {
        INFO(key);
        CHECK(talk.say(formatted(":type :key-grab :key \"{}\"", key)).text("key") == key);
    }
    CHECK(talk.say(":type :key-grab :key \"s-1\"").ok());
    CHECK(talk.session.grabs.size() == 6);
    CHECK(talk.say(":type :key-ungrab :key \"s-1\"").ok());
    CHECK(talk.say(":type :key-ungrab :key \"s-1\"").ok());
    CHECK(talk.session.grabs.size() == 5);
    CHECK(talk.say(":type :key-grab :key \"C-x C-f\"").reason().starts_with("invalid :key ("));
    CHECK(talk.say(":type :key-grab :key \"\"").reason().starts_with("invalid :key ("));
    CHECK(talk.say(":type :key-grab").reason() == "missing :key");
    CHECK(talk.session.grabs.size() == 5);
}

TEST_CASE("a peer grabs only so many keys", "[ipc][dispatch]") {
    Talk talk(1);
    for (std::size_t i = talk.session.grabs.size(); i < max_grabs; ++i) {
        talk.session.grabs.push_back({{}, std::to_string(i)});
    }
    CHECK(talk.say(":type :key-grab :key \"s-r\"").reason() == "more than 1024 keys grabbed");
}
