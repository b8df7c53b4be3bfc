// SPDX-License-Identifier: MIT
#include "tests/unit/ipc/stage.hpp"

#include <catch2/catch_test_macros.hpp>

#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

using namespace exwm_vr;
using namespace exwm_vr::ipc;
using namespace exwm_vr::ipc::test;

TEST_CASE("grabbed keys reach the peers that grabbed them, in their own words", "[ipc][keys]") {
    Stage stage;
    Client emacs = stage.connect();
    Client other = stage.connect();
    emacs.hello(1);
    other.hello(2);
    CHECK(emacs.call("(:type :key-grab :key \"s-S-1\" :id 2)").ok());
    CHECK(emacs.call("(:type :key-grab :key \"s-&\" :id 3)").ok());
    CHECK(other.call("(:type :key-grab :key \"s-!\" :id 2)").ok());

    const config::KeyPress exclam{
        .super = true, .shift = true, .base = XKB_KEY_1, .shifted = XKB_KEY_exclam
    };
    CHECK(stage.server->handle_key(exclam, 1234));
    const Reply event = emacs.receive();
    CHECK(event.text("event") == "key-pressed");
    CHECK(event.text("key") == "s-S-1");
    CHECK(event.integer("timestamp") == 1234);
    CHECK(event.nested("modifiers").flag("super"));
    CHECK(event.nested("modifiers").flag("shift"));
    CHECK_FALSE(event.nested("modifiers").flag("ctrl"));
    CHECK(other.receive().text("key") == "s-!");

    const config::KeyPress plain{.base = XKB_KEY_a, .shifted = XKB_KEY_a};
    CHECK_FALSE(stage.server->handle_key(plain, 1));

    CHECK(other.call("(:type :key-ungrab :key \"s-!\" :id 3)").ok());
    CHECK(stage.server->handle_key(exclam, 2));
    CHECK_FALSE(other.poll());
    emacs.disconnect();
    CHECK(stage.until([&] { return stage.server->client_count() == 1; }));
    CHECK_FALSE(stage.server->handle_key(exclam, 3));
}

TEST_CASE("a peer that hangs does not have its grabbed keys until it reads again", "[ipc][keys]") {
    Stage stage;
    Client hangs = stage.connect();
    Client reads = stage.connect();
    hangs.hello();
    reads.hello();
    CHECK(hangs.call("(:type :key-grab :key \"s-a\" :id 2)").ok());
    CHECK(hangs.call("(:type :key-grab :key \"s-b\" :id 3)").ok());
    CHECK(reads.call("(:type :key-grab :key \"s-b\" :id 2)").ok());
    const config::KeyPress only_its{.super = true, .base = XKB_KEY_a, .shifted = XKB_KEY_a};
    const config::KeyPress shared{.super = true, .base = XKB_KEY_b, .shifted = XKB_KEY_b};

    // Long after the last word, and again while it may just be slow.
    stage.now_ms += 60'000;
    CHECK(stage.server->handle_key(only_its, 1));
    stage.now_ms += 5'000;
    CHECK(stage.server->handle_key(only_its, 2));
    stage.now_ms += 1;
    CHECK_FALSE(stage.server->handle_key(only_its, 3));
    CHECK(stage.server->handle_key(shared, 4));
    CHECK(reads.receive().integer("timestamp") == 4);
    // What is said to it meanwhile makes it no younger.
    stage.server->config_reloaded();
    CHECK_FALSE(stage.server->handle_key(only_its, 5));

    CHECK(hangs.receive().integer("timestamp") == 1);
    CHECK(hangs.receive().integer("timestamp") == 2);
    CHECK(hangs.receive().text("event") == "config-reloaded");
    CHECK(stage.server->handle_key(only_its, 6));
    CHECK(hangs.receive().integer("timestamp") == 6);
    // All read: the time that counts begins with the next word.
    stage.now_ms += 60'000;
    stage.server->config_reloaded();
    CHECK(stage.server->handle_key(only_its, 7));
}

TEST_CASE("a peer that is always a little behind keeps its grabbed keys", "[ipc][keys]") {
    Stage stage;
    Client slow = stage.connect();
    slow.hello();
    CHECK(slow.call("(:type :key-grab :key \"s-a\" :id 2)").ok());
    const config::KeyPress press{.super = true, .base = XKB_KEY_a, .shifted = XKB_KEY_a};
    // One message waits all the time: all are of the same size, and it reads one when one comes.
    CHECK(stage.server->handle_key(press, 10));
    std::array<char, 4096> message{};
    const auto size = recv(slow.fd(), message.data(), message.size(), MSG_PEEK | MSG_DONTWAIT);
    REQUIRE(size > 0);
    const auto bytes = static_cast<std::size_t>(size);
    for (std::uint32_t turn = 11; turn < 30; ++turn) {
        stage.now_ms += 3'000;
        CHECK(stage.server->handle_key(press, turn));
        REQUIRE(recv(slow.fd(), message.data(), bytes, MSG_DONTWAIT) == size);
    }
    // It hangs from here on. What it has read last is seen only now.
    stage.now_ms += 5'001;
    CHECK(stage.server->handle_key(press, 30));
    stage.now_ms += 5'001;
    CHECK_FALSE(stage.server->handle_key(press, 31));
}

TEST_CASE("a key that no peer can be told of is left to the windows", "[ipc][keys]") {
    Stage stage;
    Client client = stage.connect();
    client.hello();
    CHECK(client.call("(:type :key-grab :key \"s-a\" :id 2)").ok());
    const config::KeyPress press{.super = true, .base = XKB_KEY_a, .shifted = XKB_KEY_a};
    // More than the kernel and the server keep for it.
    bool taken = true;
    for (std::uint32_t i = 0; i < 100'000 && taken; ++i) {
        taken = stage.server->handle_key(press, i);
    }
    CHECK_FALSE(taken);
}

TEST_CASE("all grabbed keys are taken back until they are grabbed again", "[ipc][keys]") {
    Stage stage;
    Client client = stage.connect();
    client.hello();
    CHECK(client.call("(:type :key-grab :key \"s-a\" :id 2)").ok());
    const config::KeyPress press{.super = true, .base = XKB_KEY_a, .shifted = XKB_KEY_a};
    CHECK(stage.server->handle_key(press, 1));
    stage.server->release_grabs();
    CHECK_FALSE(stage.server->handle_key(press, 2));
    CHECK(client.receive().integer("timestamp") == 1);
    CHECK(client.call("(:type :key-grab :key \"s-a\" :id 3)").ok());
    CHECK(stage.server->handle_key(press, 3));
}
