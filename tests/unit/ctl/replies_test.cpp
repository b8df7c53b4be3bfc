// SPDX-License-Identifier: MIT
#include "ctl/replies.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::ctl {
namespace {

ipc::Value sexp(std::string_view text) {
    auto value = ipc::parse(text);
    REQUIRE(value);
    return *value;
}

TEST_CASE("windows are read, workspaces counted from 1") {
    const auto windows = read_windows(sexp(R"((:type :response :id 2 :status :ok :surfaces
        ((:id 4294967296 :app-id "foot" :title "~ \"x\"" :pid 42 :own nil :x11 nil
          :x11-class nil :x11-instance nil :icon "clock" :icon-sizes (16 48) :icon-serial 3
          :output "HEADLESS-1" :identifier "abc" :workspace 2
          :mode :floating :floating t :fullscreen nil :focused t :urgent nil
          :geometry (:x -10 :y 20 :w 300 :h 200)))))"));
    REQUIRE(windows);
    REQUIRE(windows->size() == 1);
    const WindowInfo& window = windows->front();
    CHECK(window.id == 4294967296);
    CHECK(window.app_id == "foot");
    CHECK(window.title == "~ \"x\"");
    CHECK(window.identifier == "abc");
    CHECK(window.pid == 42);
    CHECK(window.icon == "clock");
    CHECK(window.icon_sizes == std::vector<std::int64_t>{16, 48});
    CHECK(window.icon_serial == 3);
    CHECK(window.output == "HEADLESS-1");
    CHECK(window.workspace == 3);
    CHECK(window.mode == "floating");
    CHECK(window.focused);
    CHECK_FALSE(window.fullscreen);
    CHECK_FALSE(window.x11);
    CHECK(window.box == Box{-10, 20, 300, 200});
}

TEST_CASE("an icon is read, and what is none is refused") {
    const auto icon = read_icon(sexp("(:status :ok :width 48 :height 20 :png \"iVBORw==\")"));
    REQUIRE(icon);
    CHECK(icon->size == Size{48, 20});
    CHECK(
        icon->png == std::vector{std::byte{0x89}, std::byte{'P'}, std::byte{'N'}, std::byte{'G'}}
    );
    CHECK_FALSE(read_icon(sexp("(:status :ok :width 48 :height 20)")));
    CHECK_FALSE(read_icon(sexp("(:status :ok :png \"iVBO\\n\")")));
}

TEST_CASE("input devices are read, settings by their names in the file") {
    const auto inputs = read_inputs(sexp(R"((:inputs
        ((:input-id 3 :name "Pad" :types ("touchpad" "switch") :hardware "0006:0007" :output "A"
          :settings (:natural-scroll nil :accel-speed 0.5))
         (:input-id 4 :name "B" :types nil :output nil :settings nil)))
    )"));
    REQUIRE(inputs);
    REQUIRE(inputs->size() == 2);
    const InputInfo& pad = inputs->front();
    CHECK(pad.id == 3);
    CHECK(pad.types == std::vector<std::string>{"touchpad", "switch"});
    CHECK(pad.hardware == "0006:0007");
    CHECK(pad.output == "A");
    REQUIRE(pad.settings.size() == 2);
    CHECK(pad.settings[0].first == "natural_scroll");
    CHECK(pad.settings[1].second == ipc::Value(0.5));
    CHECK(inputs->back().settings.empty());
}

TEST_CASE("outputs are read") {
    const auto outputs = read_outputs(sexp(R"((:outputs
        ((:output-id 1 :name "A" :description "d" :enabled t :virtual t :mode (:w 1280 :h 720)
          :refresh-mhz 59940 :scale 1.5 :transform "90" :geometry (:x 0 :y 0 :w 480 :h 853)
          :usable (:x 0 :y 20 :w 480 :h 833) :workspace 0 :focused t)
         (:output-id 2 :name "B" :enabled nil :scale 1 :workspace nil)))
    )"));
    REQUIRE(outputs);
    REQUIRE(outputs->size() == 2);
    const OutputInfo& a = outputs->front();
    CHECK(a.name == "A");
    CHECK(a.enabled);
    CHECK(a.is_virtual);
    CHECK(a.focused);
    CHECK(a.mode == Size{1280, 720});
    CHECK(a.refresh_mhz == 59940);
    CHECK(a.scale == 1.5);
    CHECK(a.transform == "90");
    CHECK(a.box == Box{0, 0, 480, 853});
    CHECK(a.usable == Box{0, 20, 480, 833});
    CHECK(a.workspace == 1);
    const OutputInfo& b = outputs->back();
    CHECK_FALSE(b.enabled);
    CHECK(b.scale == 1);
    CHECK(b.workspace == 0);
}

TEST_CASE("workspaces are read") {
    const auto workspaces = read_workspaces(sexp(R"((:workspaces
        ((:index 0 :name "1" :surfaces (4294967296 4294967297) :count 2 :active t :focused t
          :urgent nil :layout "tiling" :output "A")
         (:index 1 :name "2" :surfaces nil :count 0 :active nil :layout "grid" :output "A"))))"));
    REQUIRE(workspaces);
    REQUIRE(workspaces->size() == 2);
    CHECK(workspaces->front().number == 1);
    CHECK(workspaces->front().windows == std::vector<std::int64_t>{4294967296, 4294967297});
    CHECK(workspaces->front().active);
    CHECK(workspaces->back().number == 2);
    CHECK(workspaces->back().windows.empty());
    CHECK(workspaces->back().layout == "grid");
}

TEST_CASE("an empty list is nil, and a reply of another form an error") {
    CHECK(read_windows(sexp("(:surfaces nil)"))->empty());
    CHECK(read_windows(sexp("(:status :ok)"))->empty());
    CHECK_FALSE(read_windows(sexp("(:surfaces 5)")));
    // Fields of a wrong type count as missing, here and in numbers too large for their place.
    const auto odd = read_windows(sexp("(:surfaces ((:id \"x\" :workspace 99999999999 :pid t)))"));
    REQUIRE(odd);
    CHECK(odd->front().id == 0);
    CHECK(odd->front().workspace == 1);
    CHECK(odd->front().pid == 0);
}

} // namespace
} // namespace exwm_vr::ctl
