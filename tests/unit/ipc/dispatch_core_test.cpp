// SPDX-License-Identifier: MIT
#include "ipc/framing.hpp"
#include "tests/unit/ipc/talk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>

using namespace exwm_vr;
using namespace exwm_vr::ipc;
using exwm_vr::ipc::test::Reply;
using exwm_vr::ipc::test::Talk;

TEST_CASE("hello comes first", "[ipc][dispatch]") {
    Talk talk(0);
    CHECK(talk.say(":type :ping").reason() == "hello handshake required");
    CHECK(talk.say(":type :no-such").reason() == "hello handshake required");
    const Reply hello = talk.say(":type :hello :version 1 :client \"ewwm\"");
    CHECK(hello.ok());
    CHECK(hello.text("type") == "hello");
    CHECK(hello.integer("version") == 1);
    CHECK(hello.text("server") == "exwm-vr");
    CHECK(hello.integer("peer-pid") == getpid());
    CHECK_FALSE(hello.nested("features").flag("xwayland"));
    CHECK(talk.say(":type :ping").text("type") == "response");
}

TEST_CASE("versions 1 and 2 are spoken", "[ipc][dispatch]") {
    Talk talk(0);
    CHECK(talk.say(":type :hello :version 3").reason() == "unsupported protocol version: 3");
    CHECK(talk.say(":type :hello :version 0").reason() == "unsupported protocol version: 0");
    CHECK_FALSE(talk.say(":type :hello :version x").ok());
    CHECK(talk.say(":type :ping").reason() == "hello handshake required");
    CHECK(talk.say(":type hello").integer("version") == 1);
    CHECK(talk.say(":type \"hello\" :version 2").integer("version") == 2);
}

TEST_CASE("errors have EWWM v1's words", "[ipc][dispatch]") {
    Talk talk(1);
    CHECK(talk.say(":foo 1").reason() == "missing :type field");
    CHECK(talk.say(":type nil").reason() == "missing :type field");
    CHECK(talk.say(":type :vr-status").reason() == "unknown message type: vr-status");
    CHECK(talk.say(":type :surface-focus").reason() == "missing :surface-id");
    CHECK(talk.say(":type :surface-focus :surface-id 9").reason() == "unknown surface: 9");
    CHECK(talk.say(":type :surface-info :surface-id 9").reason() == "unknown surface");
    const std::string long_type(5000, 'x');
    CHECK(talk.say(":type " + long_type).reason().size() < 200);
}

TEST_CASE("what is no message ends the conversation", "[ipc][dispatch]") {
    for (const char* text :
         {"", "(", "hello", "(1 2)", "(:type)", "(:type :ping", "\xff", "(:a 1 2 3)"}) {
        INFO(text);
        Talk talk(1);
        const Outcome outcome = talk.raw(text);
        CHECK(outcome.close);
        const Reply reply(outcome.reply);
        CHECK(reply.reason().starts_with("malformed s-expression: "));
        CHECK(reply.integer("id") == 0);
    }
}

TEST_CASE("request numbers come back as they were", "[ipc][dispatch]") {
    Talk talk(1);
    CHECK(
        Reply(talk.raw("(:type :ping :id 9223372036854775807)").reply).integer("id") == INT64_MAX
    );
    CHECK(Reply(talk.raw("(:id -3 :type :ping)").reply).integer("id") == -3);
    CHECK(Reply(talk.raw("(:type :ping)").reply).integer("id") == 0);
    const Reply bad(talk.raw("(:type :ping :id (1))").reply);
    CHECK(bad.integer("id") == 0);
    CHECK(bad.reason().starts_with("invalid :id"));
}

TEST_CASE("ping gives the client's time back", "[ipc][dispatch]") {
    Talk talk(1);
    const Reply reply = talk.say(":type :ping :timestamp 123456789");
    CHECK(reply.integer("client-timestamp") == 123456789);
    CHECK(reply.integer("server-timestamp") > 1'700'000'000'000);
    CHECK_FALSE(talk.say(":type :ping").ok() == false);
}

TEST_CASE("messages above the rate are answered, not carried out", "[ipc][dispatch]") {
    Talk talk(1);
    CHECK(talk.say(":type :ipc-rate-limit :limit 5").integer("limit") == 5);
    talk.moment.now_ms += 1000;
    for (int i = 0; i < 5; ++i) {
        CHECK(talk.say(":type :spawn :command \"true\"").ok());
    }
    CHECK(talk.say(":type :spawn :command \"true\"").reason() == "rate limit exceeded");
    talk.moment.now_ms += 999;
    CHECK(talk.say(":type :spawn :command \"true\"").reason() == "rate limit exceeded");
    CHECK(talk.desktop.spawned.size() == 5);
    talk.moment.now_ms += 1;
    CHECK(talk.say(":type :spawn :command \"true\"").ok());
    CHECK(
        talk.say(":type :ipc-rate-limit :limit 0").reason() ==
        "invalid :limit (integer from 1 to 10000 expected)"
    );
    CHECK(talk.say(":type :ipc-rate-limit").integer("limit") == 5);
}

TEST_CASE("a peer learns what it may say", "[ipc][dispatch]") {
    Talk talk;
    const Value reply = talk.say(":type :list-messages").value();
    const std::string text = print(reply);
    for (const char* name : {":hello", ":surface-resize-interactive", ":output-add", ":exit"}) {
        INFO(name);
        CHECK(text.find(name) != std::string::npos);
    }
    std::set<std::string_view> types;
    for (const Handler& handler : all_handlers()) {
        CHECK(types.insert(handler.type).second);
    }
}

TEST_CASE("a peer learns about itself", "[ipc][dispatch]") {
    Talk talk;
    static_cast<void>(talk.say(":type :key-grab :key \"s-r\""));
    const Reply info = talk.say(":type :ipc-client-info");
    CHECK(info.text("client") == "test");
    CHECK(info.integer("version") == 2);
    CHECK(info.integer("grabs") == 1);
    CHECK(info.integer("messages") == 3);
    CHECK(info.integer("clients") == 3);
}

TEST_CASE("version 2 chooses its events", "[ipc][dispatch]") {
    Talk talk;
    CHECK(talk.session.events.all());
    CHECK(talk.say(":type :subscribe :events nil").text("events").empty());
    CHECK(talk.session.events.none());
    CHECK(
        talk.say(":type :subscribe :events (:output-added surface-created)").text("events") ==
        "(:surface-created :output-added)"
    );
    CHECK(talk.session.wants(EventType::output_added));
    CHECK_FALSE(talk.session.wants(EventType::output_removed));
    CHECK(
        talk.say(":type :subscribe :events (:no-such)").reason() ==
        "invalid :events (no event :no-such)"
    );
    CHECK_FALSE(talk.say(":type :subscribe :events 5").ok());
    CHECK(talk.session.wants(EventType::output_added));
    static_cast<void>(talk.say(":type :hello :version 2 :events nil"));
    CHECK(talk.session.events.none());
}

TEST_CASE("version 1 hears what its Emacs client handles, and no more", "[ipc][dispatch]") {
    const Talk talk(1);
    CHECK(talk.session.wants(EventType::surface_created));
    CHECK(talk.session.wants(EventType::output_usable_area_changed));
    CHECK_FALSE(talk.session.wants(EventType::surface_changed));
    CHECK_FALSE(talk.session.wants(EventType::events_dropped));
}

TEST_CASE("system messages reach the desktop", "[ipc][dispatch]") {
    Talk talk;
    CHECK(talk.say(":type :config-reload").ok());
    CHECK(talk.desktop.reloads == 1);
    talk.desktop.good_config = false;
    CHECK(talk.say(":type :config-reload").reason() == "config.yaml:3: unknown key");
    CHECK(talk.say(":type :status").text("summary") == "a fake");
    CHECK(talk.say(":type :status").text("config-error").empty());
    talk.desktop.config_error = "config.yaml:3: unknown key";
    CHECK(talk.say(":type :status").text("config-error") == "config.yaml:3: unknown key");
    CHECK(talk.say(":type :spawn :command \"foot -e 'a b'\"").integer("pid") == 1001);
    CHECK(talk.desktop.spawned.back() == "foot -e 'a b'");
    CHECK(talk.say(":type :spawn").reason() == "missing :command");
    CHECK_FALSE(talk.say(":type :spawn :command \"\"").ok());
    CHECK_FALSE(talk.say(":type :spawn :command \"a\\0b\"").ok());
    CHECK(talk.say(":type :pointer-position").text("x") == "12.5");
    CHECK(talk.say(":type :exit").ok());
    CHECK(talk.desktop.exits == 1);
}

TEST_CASE("a reply that is too large becomes an error", "[ipc][dispatch]") {
    Talk talk;
    for (int i = 0; i < 1500; ++i) {
        talk.desktop.add_window(std::string(4000, 'a'), std::string(4000, '"'));
    }
    CHECK(talk.say(":type :surface-list").reason() == "the reply is too large");
    CHECK(talk.say(":type :ping").ok());
}
