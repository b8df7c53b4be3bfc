// SPDX-License-Identifier: MIT
#include "ctl/ipc_client.hpp"
#include "peer.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::ctl {
namespace {

std::unique_ptr<IpcClient> connect(const Peer& peer) {
    auto client = IpcClient::open(peer.path(), IpcClient::Events::all, Deadline::after(patience));
    REQUIRE(client);
    return std::move(*client);
}

TEST_CASE("hello asks for version 2 and the events that are wanted") {
    ipc::Value hello;
    {
        Peer peer([&hello](Peer& self) {
            hello = self.receive();
            self.reply("(:type :hello :id 1 :version 2 :server \"x\")");
        });
        const auto client =
            IpcClient::open(peer.path(), IpcClient::Events::none, Deadline::after(patience));
        REQUIRE(client);
        CHECK(*plist_get((*client)->greeting(), "server") == ipc::Value("x"));
    }
    CHECK(
        hello == ipc::parse("(:type :hello :version 2 :client \"exwm-vrctl\" :events nil :id 1)")
    );
}

TEST_CASE("a refused hello is a failure that names the socket") {
    Peer peer([](Peer& self) {
        (void)self.receive();
        self.reply("(:type :response :id 1 :status :error :reason \"go away\")");
    });
    const auto client =
        IpcClient::open(peer.path(), IpcClient::Events::none, Deadline::after(patience));
    REQUIRE_FALSE(client);
    CHECK(client.error().message == peer.path().string() + ": go away");
    CHECK(client.error().kind == Failure::Kind::failed);
}

TEST_CASE("a socket that is not there is a failure that names it") {
    const auto client = IpcClient::open(
        "/nonexistent/ipc.sock", IpcClient::Events::none, Deadline::after(patience)
    );
    REQUIRE_FALSE(client);
    CHECK(client.error().message.contains("/nonexistent/ipc.sock"));
    const std::string long_path(200, 'x');
    CHECK_FALSE(IpcClient::open(long_path, IpcClient::Events::none, Deadline::after(patience)));
}

TEST_CASE("replies are told from events, which wait their turn") {
    Peer peer([](Peer& self) {
        self.greet();
        (void)self.receive();
        // An event's :id is a window's, be it the same number as the request's.
        self.reply("(:type :event :event :surface-focused :id 2)");
        self.reply("(:type :response :id 2 :status :ok :pid 7)");
        self.reply("(:type :event :event :surface-created :id 3)");
    });
    const auto client = connect(peer);
    const auto reply = client->request("spawn", {}, Deadline::after(patience));
    REQUIRE(reply);
    CHECK(*plist_get(*reply, "pid") == ipc::Value(7));
    const auto first = client->next_event(Deadline::after(patience));
    REQUIRE(first);
    CHECK(*plist_get(*first, "event") == ipc::Value(ipc::Keyword{"surface-focused"}));
    const auto second = client->next_event(Deadline::after(patience));
    REQUIRE(second);
    CHECK(*plist_get(*second, "event") == ipc::Value(ipc::Keyword{"surface-created"}));
}

TEST_CASE("a reply in pieces is put together") {
    Peer peer([](Peer& self) {
        self.greet();
        (void)self.receive();
        const std::string frame = ipc::framed(
            "(:type :response :id 2 :status :ok :text \"" + std::string(100'000, 'x') + "\")"
        );
        for (std::size_t i = 0; i < frame.size(); i += 777) {
            self.send(std::string_view(frame).substr(i, 777));
        }
    });
    const auto reply = connect(peer)->request("anything", {}, Deadline::after(patience));
    REQUIRE(reply);
    CHECK(*plist_get(*reply, "text") == ipc::Value(std::string(100'000, 'x')));
}

TEST_CASE("an error reply is a failure with its reason") {
    Peer peer([](Peer& self) {
        self.greet();
        (void)self.receive();
        self.reply("(:type :response :id 2 :status :error :reason \"unknown surface: 5\")");
        (void)self.receive();
        self.reply("(:type :response :id 0 :status :error :reason \"rate limit exceeded\")");
    });
    const auto client = connect(peer);
    const auto reply = client->request("surface-focus", {}, Deadline::after(patience));
    REQUIRE_FALSE(reply);
    CHECK(reply.error().message == "unknown surface: 5");
    const auto limited = client->request("ping", {}, Deadline::after(patience));
    REQUIRE_FALSE(limited);
    CHECK(limited.error().message == "rate limit exceeded");
}

TEST_CASE("raw messages get an id and their reply, errors too") {
    ipc::Value seen;
    {
        Peer peer([&seen](Peer& self) {
            self.greet();
            seen = self.receive();
            self.reply("(:type :response :id 2 :status :error :reason \"no\")");
        });
        const auto client = connect(peer);
        const auto reply =
            client->exchange(*ipc::parse("(:type :ping)"), Deadline::after(patience));
        REQUIRE(reply);
        CHECK(*plist_get(*reply, "reason") == ipc::Value("no"));
    }
    CHECK(seen == ipc::parse("(:type :ping :id 2)"));
}

TEST_CASE("raw messages keep an id of their own") {
    Peer peer([](Peer& self) {
        self.greet();
        const ipc::Value message = self.receive();
        self.reply(
            message == ipc::parse("(:type :ping :id 77)") ? "(:type :response :id 77 :status :ok)"
                                                          : "(:type :response :id 77 :status :bad)"
        );
    });
    const auto reply =
        connect(peer)->exchange(*ipc::parse("(:type :ping :id 77)"), Deadline::after(patience));
    REQUIRE(reply);
    CHECK(*plist_get(*reply, "status") == ipc::Value(ipc::Keyword{"ok"}));
}

TEST_CASE("a server that hangs up is a failure") {
    Peer peer([](Peer& self) {
        self.greet();
        (void)self.receive();
        self.hang_up();
    });
    const auto reply = connect(peer)->request("ping", {}, Deadline::after(patience));
    REQUIRE_FALSE(reply);
    CHECK(reply.error().message == "exwm-vr closed the connection");
}

TEST_CASE("a server that is silent is a time-out") {
    Peer peer([](Peer& self) {
        self.greet();
        (void)self.receive(); // the request
        (void)self.receive(); // until the client hangs up
    });
    const auto client = connect(peer);
    const auto reply = client->request("ping", {}, Deadline::after(milliseconds(20)));
    REQUIRE_FALSE(reply);
    CHECK(reply.error().kind == Failure::Kind::timed_out);
    CHECK(reply.error().exit_status() == 3);
}

TEST_CASE("a server that talks nonsense is a failure") {
    Peer peer([](Peer& self) {
        self.greet();
        (void)self.receive();
        self.reply("(:type");
    });
    CHECK_FALSE(connect(peer)->request("ping", {}, Deadline::after(patience)));

    Peer giant([](Peer& self) {
        self.greet();
        (void)self.receive();
        self.send("\xff\xff\xff\xff");
    });
    CHECK_FALSE(connect(giant)->request("ping", {}, Deadline::after(patience)));
}

} // namespace
} // namespace exwm_vr::ctl
