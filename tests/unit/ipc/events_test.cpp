// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "tests/unit/ipc/stage.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace exwm_vr;
using namespace exwm_vr::ipc;
using namespace exwm_vr::ipc::test;

namespace {

/// The names of all events that have come by now.
std::vector<std::string> events(Client& client) {
    std::vector<std::string> names;
    while (auto event = client.poll()) {
        CHECK(event->text("type") == "event");
        names.push_back(event->text("event"));
    }
    return names;
}

/// Calls each event function once.
void tell_all(Stage& stage, WindowId id) {
    const Surface surface = stage.desktop.surface(id).value();
    const Output output = stage.desktop.outputs().front();
    Server& server = *stage.server;
    server.surface_created(surface);
    server.surface_title_changed(id, "new");
    server.surface_focused(id);
    server.surface_geometry_changed(id, {1, 2, 3, 4});
    server.surface_changed(surface);
    server.surface_destroyed(id);
    server.workspace_changed(output, 3);
    server.output_added(output);
    server.output_changed(output);
    server.output_usable_area_changed(output);
    server.output_removed(output.id, output.name);
    server.input_added(stage.desktop.inputs().front());
    server.input_removed(1, "A Keyboard");
    server.config_reloaded();
    server.config_failed("config.yaml:3: unknown key");
    server.session_locked(true);
    server.headsets_changed();
    server.lease_requested(stage.desktop.leases().front());
}

} // namespace

TEST_CASE("peers hear the events of their version, after hello", "[ipc][events]") {
    Stage stage;
    Client silent = stage.connect();
    Client old = stage.connect();
    Client full = stage.connect();
    Client picky = stage.connect();
    old.hello(1);
    full.hello(2);
    picky.hello(2);
    CHECK(picky.call("(:type :subscribe :events (:output-added) :id 2)").ok());
    tell_all(stage, stage.desktop.add_window("foot", "Foot"));
    using Names = std::vector<std::string>;
    CHECK(events(silent).empty());
    CHECK(
        events(old) == Names{
                           "surface-created",
                           "surface-title-changed",
                           "surface-focused",
                           "surface-geometry-changed",
                           "surface-destroyed",
                           "workspace-changed",
                           "output-usable-area-changed",
                           "vr-display-hotplug",
                           "vr-display-hmd-selected",
                           "vr-display-mode-changed"
                       }
    );
    CHECK(events(full) == Names{"surface-created",         "surface-title-changed",
                                "surface-focused",         "surface-geometry-changed",
                                "surface-changed",         "surface-destroyed",
                                "workspace-changed",       "output-added",
                                "output-changed",          "output-usable-area-changed",
                                "output-removed",          "input-added",
                                "input-removed",           "config-reloaded",
                                "config-failed",           "session-locked",
                                "headsets-changed",        "vr-display-hotplug",
                                "vr-display-hmd-selected", "vr-display-mode-changed",
                                "lease-requested"});
    CHECK(events(picky) == Names{"output-added"});
}

TEST_CASE("events have EWWM v1's fields", "[ipc][events]") {
    Stage stage;
    Client client = stage.connect();
    client.hello(1);
    const WindowId id = stage.desktop.add_window("foot", "a \"quoted\" title");
    const auto number = static_cast<std::int64_t>(id.value);
    Server& server = *stage.server;

    server.surface_created(stage.desktop.surface(id).value());
    Reply event = client.receive();
    CHECK(event.integer("id") == number);
    CHECK(event.integer("id") >= (std::int64_t{1} << 32));
    CHECK(event.text("app-id") == "foot");
    CHECK(event.text("title") == "a \"quoted\" title");
    CHECK_FALSE(event.flag("x11"));

    server.surface_title_changed(id, "\"\\\xff");
    event = client.receive();
    CHECK(event.integer("id") == number);
    CHECK(event.text("title") == "\"\\\xef\xbf\xbd");

    server.surface_geometry_changed(id, {-1, 2, 30, 40});
    event = client.receive();
    CHECK(event.nested("geometry").integer("x") == -1);
    CHECK(event.nested("geometry").integer("h") == 40);

    server.surface_focused(id);
    CHECK(client.receive().integer("id") == number);
    server.surface_focused({});
    server.workspace_changed(stage.desktop.outputs().front(), 2);
    CHECK(client.receive().integer("workspace") == 2);

    Output output = stage.desktop.outputs().front();
    output.usable = {0, 30, 1920, 1050};
    server.output_usable_area_changed(output);
    event = client.receive();
    CHECK(event.integer("y") == 30);
    CHECK(event.integer("h") == 1050);

    server.surface_destroyed(id);
    CHECK(client.receive().integer("id") == number);
}

TEST_CASE("a headset that is plugged in is told of with its KMS object", "[ipc][events]") {
    Stage stage;
    Client client = stage.connect();
    client.hello(1);
    stage.server->headsets_changed();
    const Reply event = client.receive();
    CHECK(event.text("event") == "vr-display-hotplug");
    CHECK(event.text("connector") == "DP-3");
    CHECK(event.integer("connector-id") == 47);
    CHECK(event.flag("connected"));
}

TEST_CASE("headsets that are withdrawn are told of once", "[ipc][events]") {
    Stage stage;
    Client client = stage.connect();
    client.hello(1);
    stage.server->headsets_changed();
    CHECK(events(client).size() == 3);
    stage.server->headsets_changed();
    CHECK(events(client).empty());
    CHECK(client.call("(:type :vr-display-set-mode :mode \"off\" :id 2)").ok());
    stage.server->headsets_changed();
    const Reply event = client.receive();
    CHECK(event.text("event") == "vr-display-mode-changed");
    CHECK(event.text("mode") == "off");
    CHECK_FALSE(client.poll());
    CHECK(
        client.call("(:type :vr-display-select-hmd :connector-id 46 :id 3)").text("reason") ==
        "unknown headset: 46"
    );
    CHECK(client.call("(:type :vr-display-select-hmd :connector-id 47 :id 4)").ok());
    stage.server->headsets_changed();
    using Names = std::vector<std::string>;
    CHECK(events(client) == Names{"vr-display-hmd-selected", "vr-display-mode-changed"});
}

TEST_CASE("version 1 hears of the focused output's workspaces only", "[ipc][events]") {
    Stage stage;
    Client client = stage.connect();
    client.hello(1);
    REQUIRE(stage.desktop.add_output(config::parse_output_spec("right:800x600").value()));
    const Output other = stage.desktop.outputs().back();
    stage.server->workspace_changed(other, 2);
    CHECK_FALSE(client.poll());
    REQUIRE(stage.desktop.model().focus_output(other.id));
    stage.server->workspace_changed(other, 2);
    CHECK(client.receive().integer("workspace") == 2);
}

TEST_CASE("version 1 hears nothing of its own windows, to their end", "[ipc][events]") {
    Stage stage;
    Client old = stage.connect();
    Client full = stage.connect();
    old.hello(1);
    full.hello(2);
    const WindowId id = stage.desktop.add_window("emacs", "frame", getpid());
    stage.server->surface_created(stage.desktop.surface(id).value());
    CHECK(full.receive().flag("own"));
    stage.server->surface_title_changed(id, "x");
    stage.server->surface_focused(id);
    stage.server->surface_geometry_changed(id, {});
    stage.desktop.drop_window(id);
    stage.server->surface_destroyed(id);
    CHECK_FALSE(old.poll());
    CHECK(events(full).size() == 4);
}

TEST_CASE("events may be told from within a request", "[ipc][events]") {
    Stage stage;
    Client client = stage.connect();
    Client other = stage.connect();
    client.hello();
    other.hello();
    const WindowId id = stage.desktop.add_window("foot", "Foot");
    stage.desktop.on_model_changed = [&] {
        stage.server->surface_focused(stage.desktop.focused());
    };
    client.send(formatted("(:type :surface-focus :surface-id {} :id 2)", id.value));
    CHECK(client.receive().text("event") == "surface-focused");
    CHECK(client.receive().integer("id") == 2);
    CHECK(other.receive().text("event") == "surface-focused");
}

TEST_CASE("a peer that reads too slowly loses events and hears of it", "[ipc][events]") {
    Stage stage;
    Client slow = stage.connect();
    Client quick = stage.connect();
    slow.hello();
    quick.hello();
    const WindowId id = stage.desktop.add_window("foot", "Foot");
    constexpr int told = 20'000;
    int quick_events = 0;
    for (int i = 0; i < told; ++i) {
        stage.server->surface_geometry_changed(id, {i, 0, 100, 100});
        if (i % 100 == 0) {
            quick_events += static_cast<int>(events(quick).size());
        }
    }
    quick_events += static_cast<int>(events(quick).size());
    CHECK(quick_events == told);

    // Replies are never dropped.
    slow.send("(:type :ipc-client-info :id 99)");
    stage.settle();
    int received = 0;
    std::int64_t dropped = -1;
    std::int64_t answered = 0;
    for (auto frame = slow.poll(); frame; frame = slow.poll()) {
        if (frame->text("event") == "surface-geometry-changed") {
            ++received;
        } else if (frame->text("event") == "events-dropped") {
            CHECK(dropped == -1);
            dropped = frame->integer("count");
        } else {
            answered = frame->integer("id");
            CHECK(frame->integer("pending-bytes") <= 64 * 1024);
            CHECK(frame->integer("events-dropped") > 0);
        }
    }
    CHECK(answered == 99);
    CHECK(dropped > 0);
    CHECK(received + dropped == told);
    stage.server->config_reloaded();
    CHECK(slow.receive().text("event") == "config-reloaded");
}

TEST_CASE("a version 1 peer that falls behind is told nothing it cannot read", "[ipc][events]") {
    Stage stage;
    Client slow = stage.connect();
    slow.hello(1);
    const WindowId id = stage.desktop.add_window("foot", "Foot");
    for (int i = 0; i < 20'000; ++i) {
        stage.server->surface_geometry_changed(id, {i, 0, 100, 100});
    }
    const auto names = events(slow);
    CHECK(names.size() < 20'000);
    for (const std::string& name : names) {
        REQUIRE(name == "surface-geometry-changed");
    }
}

TEST_CASE("replies to a peer that reads late come all, and in order", "[ipc][events]") {
    Stage stage({.max_messages_per_second = 10'000});
    for (int i = 0; i < 500; ++i) {
        stage.desktop.add_window("foot", std::string(400, 'x'));
    }
    Client client = stage.connect();
    client.hello();
    std::string requests;
    constexpr int count = 12; // of some 300 kB each
    for (int id = 2; id < 2 + count; ++id) {
        requests += framed(formatted("(:type :surface-list :id {})", id));
    }
    client.send_bytes(requests);
    stage.settle();
    for (int id = 2; id < 2 + count; ++id) {
        const Reply reply = client.receive();
        REQUIRE(reply.integer("id") == id);
    }
    CHECK(client.call("(:type :ping :id 99)").integer("id") == 99);
}

TEST_CASE("a peer that never reads is dropped, and nobody else", "[ipc][events]") {
    Stage stage({.max_messages_per_second = 10'000}, [](Environment& environment) {
        environment.patience_ms = 50;
    });
    for (int i = 0; i < 500; ++i) {
        stage.desktop.add_window("foot", std::string(400, 'x'));
    }
    Client deaf = stage.connect();
    Client other = stage.connect();
    deaf.hello();
    other.hello();
    for (int i = 0; i < 40; ++i) {
        deaf.send("(:type :surface-list :id 2)");
    }
    CHECK(stage.until([&] { return stage.server->client_count() == 1; }));
    CHECK(other.call("(:type :ping :id 2)").ok());
}
