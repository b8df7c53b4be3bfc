// SPDX-License-Identifier: MIT
#include "tests/unit/ipc/talk.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace exwm_vr;
using namespace exwm_vr::ipc;
using exwm_vr::ipc::test::Reply;
using exwm_vr::ipc::test::Talk;

TEST_CASE("headless-status tells EWWM v1's five things", "[ipc][dispatch]") {
    Talk talk(1);
    talk.desktop.add_window("a", "A");
    const Reply status = talk.say(":type :headless-status");
    CHECK(status.flag("headless"));
    CHECK(status.integer("outputs") == 1);
    CHECK(status.text("resolution") == "1920x1080");
    CHECK(status.integer("surfaces") == 1);
    CHECK(status.integer("ipc-clients") == 3);
}

TEST_CASE("virtual outputs come and go by EWWM v1's messages", "[ipc][dispatch]") {
    Talk talk(1);
    const Reply added = talk.say(":type :headless-add-output :resolution \"1280x720\"");
    CHECK(added.integer("output-index") == 1);
    CHECK(added.integer("outputs") == 2);
    CHECK(talk.desktop.outputs().back().mode == Size{1280, 720});
    CHECK(talk.say(":type :headless-add-output").ok());
    CHECK(talk.desktop.outputs().back().mode == Size{1920, 1080});

    // Emacs's :id is lost to the request number; the last one goes, as with EWWM.
    CHECK(talk.say(":type :headless-remove-output").integer("removed-index") == 2);
    CHECK(
        talk.say(":type :headless-remove-output :name \"HEADLESS-1\"").integer("removed-index") == 0
    );
    CHECK(
        talk.say(":type :headless-remove-output").reason() == "the last output cannot be removed"
    );
    CHECK(talk.desktop.outputs().size() == 1);
}

TEST_CASE("a virtual output's resolution is set either way", "[ipc][dispatch]") {
    Talk talk(1);
    CHECK(
        talk.say(":type :headless-set-resolution :resolution \"800x600\"").text("resolution") ==
        "800x600"
    );
    CHECK(talk.desktop.outputs().front().mode == Size{800, 600});
    CHECK(talk.say(":type :headless-set-resolution :w 640 :h 480").text("resolution") == "640x480");
    CHECK(talk.desktop.outputs().front().mode == Size{640, 480});
    for (const char* bad :
         {"0x1", "7681x1", "1x4321", "800", "800x", "x600", "800x600x", "-1x5", " 8x8", "axb"}) {
        INFO(bad);
        CHECK(
            talk.say(std::string(":type :headless-set-resolution :resolution \"") + bad + "\"")
                .reason() == "invalid :resolution (1x1 to 7680x4320 expected)"
        );
    }
    CHECK(talk.say(":type :headless-set-resolution").reason() == "missing :resolution");
    CHECK(talk.say(":type :headless-set-resolution :w 5").reason() == "missing :h");
    CHECK(talk.desktop.outputs().front().mode == Size{640, 480});
}

TEST_CASE("outputs are listed", "[ipc][dispatch]") {
    Talk talk;
    CHECK(talk.say(":type :output-add :spec \"right:2560x1440@144*2\"").ok());
    const auto outputs = talk.say(":type :output-list").entries("outputs");
    REQUIRE(outputs.size() == 2);
    CHECK(outputs[0].flag("focused"));
    CHECK(outputs[1].text("name") == "right");
    CHECK(outputs[1].nested("mode").integer("w") == 2560);
    CHECK(outputs[1].integer("refresh-mhz") == 144'000);
    CHECK(outputs[1].text("scale") == "2.0");
    CHECK(outputs[1].text("transform") == "normal");
    CHECK(outputs[1].nested("geometry").integer("x") == 1920);
    CHECK(outputs[1].nested("usable").integer("w") == 1280);
    CHECK(outputs[1].flag("virtual"));
    CHECK(outputs[1].integer("workspace") == 0);
}

TEST_CASE("clients are listed with what they may do", "[ipc][dispatch]") {
    Talk talk;
    const auto clients = talk.say(":type :client-list").entries("clients");
    REQUIRE(clients.size() == 2);
    CHECK(clients[0].integer("pid") == 4711);
    CHECK(clients[0].text("executable") == "/usr/bin/foot");
    CHECK_FALSE(clients[0].flag("sandboxed"));
    CHECK(clients[0].integer("windows") == 1);
    CHECK(clients[1].flag("sandboxed"));
    CHECK(clients[1].text("engine") == "org.flatpak");
    CHECK(clients[1].text("app-id") == "org.example.App");
}

TEST_CASE("input devices are listed", "[ipc][dispatch]") {
    Talk talk;
    const auto inputs = talk.say(":type :input-list").entries("inputs");
    REQUIRE(inputs.size() == 2);
    CHECK(inputs[0].integer("input-id") == 1);
    CHECK(inputs[0].text("name") == "A Keyboard");
    CHECK(inputs[0].text("hardware") == "046d:c52b");
    CHECK(inputs[0].nested("settings").integer("repeat-rate") == 25);
    CHECK(inputs[1].text("output") == "HEADLESS-1");
    CHECK(inputs[1].nested("settings").flag("natural-scroll"));
    CHECK_FALSE(inputs[1].nested("settings").flag("tap"));
}

TEST_CASE("outputs are added and removed", "[ipc][dispatch]") {
    Talk talk;
    const Reply added = talk.say(":type :output-add :spec \"right:800x600\"");
    CHECK(added.text("name") == "right");
    CHECK(talk.say(":type :output-add :spec \"right:800x600\"").reason() == "output right exists");
    CHECK(talk.say(":type :output-add :spec \"huge\"").reason().starts_with("invalid :spec ("));
    CHECK(talk.say(":type :output-add").reason() == "missing :spec");
    CHECK(talk.say(":type :output-remove :name \"left\"").reason() == "unknown output: left");
    CHECK(talk.say(":type :output-remove :output 77").reason() == "unknown output: 77");
    CHECK(talk.say(":type :output-remove").reason() == "missing :output");
    CHECK(talk.say(":type :output-remove :name \"right\"").text("name") == "right");
    const auto id = std::to_string(talk.desktop.outputs().front().id.value);
    CHECK(talk.say(":type :output-remove :output " + id).ok());
    CHECK(talk.desktop.outputs().empty());
    CHECK(talk.say(":type :headless-status").text("resolution") == "0x0");
    CHECK(talk.say(":type :headless-set-resolution :w 5 :h 5").reason() == "no virtual output");
    CHECK(talk.say(":type :output-list").entries("outputs").empty());
    CHECK(talk.say(":type :workspace-list").ok());
}

TEST_CASE("an output's settings change whole or not at all", "[ipc][dispatch]") {
    Talk talk;
    const std::string to = ":type :output-set :output \"HEADLESS-1\" ";
    const Reply set = talk.say(
        to +
        ":w 2560 :h 1440 :refresh-mhz 144000 :scale 2 :transform \"90\" :x -5 :y 7 :enabled nil"
    );
    CHECK(set.nested("mode").integer("w") == 2560);
    CHECK(set.integer("refresh-mhz") == 144'000);
    CHECK(set.text("scale") == "2.0");
    CHECK(set.text("transform") == "90");
    CHECK(set.nested("geometry").integer("x") == -5);
    CHECK_FALSE(set.flag("enabled"));
    CHECK(set.text("adaptive-sync").empty());
    CHECK_FALSE(set.flag("tearing"));
    CHECK(talk.say(to + ":adaptive-sync \"on\"").text("adaptive-sync") == "on");
    CHECK(talk.say(to + ":adaptive-sync \"content\"").text("adaptive-sync") == "off");
    CHECK(talk.say(to + ":tearing t").flag("tearing"));
    CHECK(talk.say(to + ":scale 1").flag("tearing"));

    CHECK(talk.say(to + ":spec \"800x600@30*1.5\" :scale 1.25").text("scale") == "1.25");
    CHECK(talk.desktop.outputs().front().mode == Size{800, 600});

    const int before = talk.desktop.model_changes;
    CHECK(talk.say(to + ":w 100").reason() == "missing :h");
    CHECK(
        talk.say(to + ":w 100 :h 100 :scale 9").reason() ==
        "invalid :scale (number from 0.25 to 8 expected)"
    );
    CHECK(talk.say(to + ":w 16385 :h 1").reason().starts_with("invalid :w"));
    CHECK(talk.say(to + ":refresh-mhz 60").reason().starts_with("invalid :refresh-mhz"));
    CHECK(
        talk.say(to + ":adaptive-sync \"yes\"").reason() ==
        "invalid :adaptive-sync (off, on or content expected)"
    );
    CHECK(talk.say(to + ":tearing 1").reason() == "invalid :tearing (t or nil expected)");
    CHECK(talk.say(to + ":transform \"91\"").reason().starts_with("invalid :transform"));
    CHECK(
        talk.say(to + ":spec \"x:800x600\"").reason() ==
        "invalid :spec (an output cannot be renamed)"
    );
    CHECK(talk.say(to + ":enabled \"no\"").reason() == "invalid :enabled (t or nil expected)");
    CHECK(
        talk.say(":type :output-set :output \"nope\" :scale 1").reason() == "unknown output: nope"
    );
    CHECK(talk.desktop.model_changes == before);
    CHECK(talk.desktop.outputs().front().mode == Size{800, 600});
}

TEST_CASE("a scale that was stored as a float reads as it was meant", "[ipc][dispatch]") {
    Talk talk;
    config::OutputSettings settings;
    settings.scale = static_cast<double>(1.1F);
    REQUIRE(talk.desktop.set_output(talk.desktop.outputs().front().id, settings));
    CHECK(talk.say(":type :output-list").entries("outputs").front().text("scale") == "1.1");
}
