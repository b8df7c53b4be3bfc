// SPDX-License-Identifier: MIT
// IPC on the real socket: bad peers, key grabs, events.
#include "support/session.hpp"
#include "support/wayland_client.hpp"

#include <catch2/catch_test_macros.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstring>

namespace exwm_vr::test {
namespace {

/// A peer that may send anything.
class RawPeer {
public:
    explicit RawPeer(const std::filesystem::path& path)
        : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        REQUIRE(socket_.valid());
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
        REQUIRE(
            connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0
        );
    }

    void send(const std::string& bytes) const {
        static_cast<void>(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
    }

    void send_frame(const std::string& payload) const {
        const auto size = static_cast<std::uint32_t>(payload.size());
        std::string frame;
        for (const int shift : {24, 16, 8, 0}) {
            frame += static_cast<char>((size >> shift) & 0xff);
        }
        send(frame + payload);
    }

    /// All that comes until the compositor closes the connection.
    [[nodiscard]] std::string read_to_end() const {
        std::string all;
        std::array<char, 4096> part{};
        for (;;) {
            pollfd waiting{.fd = socket_.get(), .events = POLLIN, .revents = 0};
            REQUIRE(
                poll(&waiting, 1, static_cast<int>(std::chrono::milliseconds(patience).count())) > 0
            );
            const auto got = recv(socket_.get(), part.data(), part.size(), 0);
            if (got <= 0) {
                return all;
            }
            all.append(part.data(), static_cast<std::size_t>(got));
        }
    }

    void stop_sending() const { shutdown(socket_.get(), SHUT_WR); }

private:
    Fd socket_;
};

TEST_CASE("a malformed message is answered and ends its connection, nobody else's") {
    Session session;
    session.request(":type :ping");
    const auto hello = std::string("(:type :hello :version 1 :id 1)");
    const auto check = [&](const std::function<void(const RawPeer&)>& misbehave) {
        const RawPeer peer(session.ipc_path());
        peer.send_frame(hello);
        misbehave(peer);
        const auto answer = peer.read_to_end();
        CHECK(answer.contains(":type :hello"));
        CHECK(answer.contains(":error"));
        session.request(":type :ping");
    };
    check([](const auto& peer) { peer.send(std::string("\xff\xff\xff\xff", 4) + "junk"); });
    check([](const auto& peer) { peer.send_frame(std::string(10'000, '(')); });
    check([](const auto& peer) { peer.send_frame(std::string(10'000, '[')); });
    check([](const auto& peer) { peer.send_frame("(:type \"\xff\xfe\")"); });
    check([](const auto& peer) { peer.send_frame("(:type :ping"); });
    check([](const auto& peer) {
        peer.send(std::string("\0\0\0\x40", 4) + "(:type");
        peer.stop_sending();
    });
}

TEST_CASE("a session without a seat lists no input devices") {
    Session session;
    CHECK(session.ctl({"inputs"}).empty());
    CHECK(session.ctl({"--json", "inputs"}) == "[]\n");
}

TEST_CASE("a message before hello is refused") {
    Session session;
    const RawPeer peer(session.ipc_path());
    peer.send_frame("(:type :surface-list :id 1)");
    peer.stop_sending();
    CHECK(peer.read_to_end().contains("hello handshake required"));
}

TEST_CASE("a grabbed key goes to the peer that grabbed it and to no window") {
    Session session;
    const auto typed = (session.folder() / "typed").string();
    const auto foot = session.start({"foot", "-e", "sh", "-c", "head -n 1 > " + typed});
    session.wait_for_window("foot");
    session.request(":type :key-grab :key \"s-r\"");
    session.request(":type :key-grab :key \"s-S-1\"");
    session.request(":type :key-grab :key \"<f5>\"");
    for (const auto* key : {"s-r", "s-S-1", "<f5>"}) {
        session.ctl({"key", key});
        for (;;) {
            const auto event = session.ipc().next_event(ctl::Deadline::after(patience));
            if (!event) {
                FAIL(event.error().message);
            }
            const auto text = ipc::print(*event);
            if (text.contains(":key-pressed")) {
                CHECK(text.contains(std::string(":key \"") + key + '"'));
                break;
            }
        }
    }
    session.ctl({"type", "r\n"});
    foot->wait();
    CHECK(read_file(typed) == "r\n");
}

TEST_CASE("key bindings work without any peer") {
    Session session;
    const WaylandClient client((session.folder() / session.display()).string());
    session.ctl({"key", "s-3"});
    const auto foot = session.start({"foot", "-e", "cat"});
    CHECK(session.wait_for_window("foot").workspace == 3);
    session.ctl({"key", "s-f"});
    session.wait_for_window([](const auto& w) { return w.fullscreen; }, "in fullscreen");
    session.ctl({"key", "s-q"});
    session.wait_for_no_window("foot");
}

TEST_CASE("events tell a peer what happens to windows") {
    Session session;
    session.ipc();
    const auto foot = session.start({"foot", "--title=told", "-e", "cat"});
    const auto next = [&](const std::string& name) {
        for (;;) {
            const auto event = session.ipc().next_event(ctl::Deadline::after(patience));
            if (!event) {
                FAIL("waiting for " << name << ": " << event.error().message);
            }
            const auto text = ipc::print(*event);
            if (text.contains(":event :" + name)) {
                return text;
            }
        }
    };
    const auto created = next("surface-created");
    CHECK(created.contains(":app-id \"foot\""));
    session.request(":type :workspace-switch :workspace 4");
    CHECK(next("workspace-changed").contains(":workspace 4"));
    session.request(":type :workspace-switch :workspace 0");
    const auto id = session.wait_for_window("foot").id;
    session.request(":type :surface-close :surface-id " + std::to_string(id));
    CHECK(next("surface-destroyed").contains(std::to_string(id)));
}

} // namespace
} // namespace exwm_vr::test
