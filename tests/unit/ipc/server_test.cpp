// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "ipc/server.hpp"
#include "tests/unit/ipc/stage.hpp"
#include "tests/unit/ipc/temp_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

using namespace exwm_vr;
using namespace exwm_vr::ipc;
using namespace exwm_vr::ipc::test;
using namespace std::string_literals;

namespace {

int open_descriptors() {
    int count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator("/proc/self/fd")) {
        ++count;
    }
    return count;
}

Fd connect_to(const std::filesystem::path& path) {
    Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.native().copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0
    );
    return socket;
}

} // namespace

TEST_CASE("a peer connects by path and is answered", "[ipc][server]") {
    const TempFolder folder;
    Stage stage;
    const auto path = folder / "s";
    REQUIRE(stage.server->listen(path));
    CHECK(stage.server->path() == path);
    CHECK_FALSE(stage.server->listen(folder / "other"));
    Client client(stage, connect_to(path));
    client.hello();
    CHECK(client.call("(:type :ping :id 7)").integer("id") == 7);
    CHECK(stage.server->client_count() == 1);
    client.disconnect();
    CHECK(stage.until([&] { return stage.server->client_count() == 0; }));

    Stage second;
    const auto refused = second.server->listen(path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.starts_with(path.native()));
    stage.server.reset();
    CHECK(second.server->listen(path));
}

TEST_CASE("malformed input is answered and ends its own connection only", "[ipc][server]") {
    Stage stage;
    Client bystander = stage.connect();
    bystander.hello();
    const std::string deep = std::string(10'000, '(') + std::string(10'000, ')');
    const std::string inputs[] = {
        "\xff\xff\xff\xff"s,                    // huge
        "\x00\x10\x00\x01"s,                    // one byte over the limit
        "\x7f\xff\xff\xff(:type :ping :id 1)"s, // huge, with something behind it
        framed(deep),
        framed("(:type :ping :title \"\xc3\x28\")"),
        framed("(:type :ping"),
        framed(""),
        framed("not a plist"),
        framed("(:type :ping) trailing"),
    };
    for (const std::string& input : inputs) {
        for (const bool greeted : {false, true}) {
            Client client = stage.connect();
            if (greeted) {
                client.hello();
            }
            client.send_bytes(input);
            const Reply reply = client.receive();
            CHECK(reply.text("status") == "error");
            CHECK(reply.integer("id") == 0);
            CHECK(client.is_closed());
            CHECK(bystander.call("(:type :ping :id 2)").ok());
        }
    }
    stage.settle();
    CHECK(stage.server->client_count() == 1);
}

TEST_CASE("what follows malformed input is not carried out", "[ipc][server]") {
    Stage stage;
    Client client = stage.connect();
    client.hello();
    client.send_bytes(framed("(") + framed("(:type :spawn :command \"true\" :id 3)"));
    CHECK(client.receive().reason().starts_with("malformed"));
    CHECK(client.is_closed());
    CHECK(stage.desktop.spawned.empty());
}

TEST_CASE("a message that is cut short is told of where that is possible", "[ipc][server]") {
    Stage stage;
    Client half = stage.connect();
    half.hello();
    half.send_bytes("\0\0\0\x20(:type"s);
    REQUIRE(shutdown(half.fd(), SHUT_WR) == 0);
    CHECK(half.receive().reason() == "malformed s-expression: the message is cut short");
    CHECK(half.is_closed());

    Client gone = stage.connect();
    gone.send_bytes("\0\0\0\x20(:type"s);
    gone.disconnect();
    CHECK(stage.until([&] { return stage.server->client_count() == 0; }));
}

TEST_CASE("requests of a peer that has hung up are still carried out", "[ipc][server]") {
    Stage stage;
    Client client = stage.connect();
    client.send("(:type :hello :version 2 :id 1)");
    client.send("(:type :spawn :command \"true\" :id 2)");
    client.disconnect();
    CHECK(stage.until([&] { return stage.server->client_count() == 0; }));
    CHECK(stage.desktop.spawned.size() == 1);
}

TEST_CASE("messages may come byte by byte and many at once", "[ipc][server]") {
    Stage stage;
    Client client = stage.connect();
    client.hello();
    for (const char byte : framed("(:type :ping :id 5)")) {
        client.send_bytes({&byte, 1});
        stage.settle();
    }
    CHECK(client.receive().integer("id") == 5);
    std::string many;
    for (int id = 10; id < 110; ++id) {
        many += framed(formatted("(:type :ping :id {})", id));
    }
    client.send_bytes(many);
    for (int id = 10; id < 110; ++id) {
        CHECK(client.receive().integer("id") == id);
    }
}

TEST_CASE("another user is refused", "[ipc][server]") {
    Stage stage({}, [](Environment& environment) {
        environment.credentials = [](int) { return Credentials{1, getuid() + 1}; };
    });
    Client client = stage.connect();
    CHECK(client.receive().reason() == "authentication failed: UID mismatch");
    CHECK(client.is_closed());
    CHECK(stage.server->client_count() == 0);
}

TEST_CASE("a peer that the kernel does not know is refused", "[ipc][server]") {
    Stage stage({}, [](Environment& environment) {
        environment.credentials = [](int) -> Result<Credentials> { return fail("none"); };
    });
    Client client = stage.connect();
    CHECK(client.receive().reason() == "authentication failed: none");
    CHECK(client.is_closed());
    CHECK(stage.server->client_count() == 0);
}

TEST_CASE("a real process of another user is refused", "[ipc][server]") {
    if (getuid() != 0) {
        SKIP("only root can start a process of another user");
    }
    const TempFolder folder;
    Stage stage;
    const auto path = folder / "s";
    REQUIRE(stage.server->listen(path));
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    std::filesystem::permissions(path, std::filesystem::perms::all);
    // Connected by the other user, then read by us: what counts is who connected.
    std::array<int, 2> ends{};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
    const Fd mine(ends[0]);
    const pid_t child = fork();
    if (child == 0) {
        if (setuid(65534) != 0) {
            _exit(1);
        }
        const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.native().copy(address.sun_path, sizeof address.sun_path - 1);
        if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            _exit(2);
        }
        char reply[256];
        const ssize_t size = recv(fd, reply, sizeof reply, 0);
        const std::string text(reply, size > 0 ? static_cast<std::size_t>(size) : 0);
        const bool told = text.find("UID mismatch") != std::string::npos;
        _exit(told && recv(fd, reply, sizeof reply, 0) == 0 ? 0 : 3);
    }
    int status = -1;
    CHECK(stage.until([&] { return waitpid(child, &status, WNOHANG) == child; }));
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(stage.server->client_count() == 0);
}

TEST_CASE("only so many clients are let in", "[ipc][server]") {
    Stage stage({.max_clients = 2});
    Client first = stage.connect();
    Client second = stage.connect();
    Client third = stage.connect();
    CHECK(third.receive().reason() == "too many clients");
    CHECK(third.is_closed());
    first.disconnect();
    CHECK(stage.until([&] { return stage.server->client_count() == 1; }));
    Client fourth = stage.connect();
    fourth.hello();
    second.hello();
}

TEST_CASE("the rate is limited by the second, for each client alone", "[ipc][server]") {
    Stage stage({.max_messages_per_second = 10});
    Client busy = stage.connect();
    Client calm = stage.connect();
    calm.hello();
    busy.hello();
    for (int id = 2; id <= 10; ++id) {
        CHECK(busy.call(formatted("(:type :ping :id {})", id)).ok());
    }
    const Reply over = busy.call("(:type :ping :id 11)");
    CHECK(over.reason() == "rate limit exceeded");
    CHECK(over.integer("id") == 11);
    CHECK(calm.call("(:type :ping :id 2)").ok());
    stage.now_ms += 1000;
    CHECK(busy.call("(:type :ping :id 12)").ok());

    stage.server->set_limits({.max_messages_per_second = 1});
    stage.now_ms += 1000;
    CHECK(busy.call("(:type :ping :id 13)").ok());
    CHECK_FALSE(busy.call("(:type :ping :id 14)").ok());
}

TEST_CASE("exit is answered before it happens", "[ipc][server]") {
    Stage stage;
    Client client = stage.connect();
    client.hello();
    CHECK(client.call("(:type :exit :id 2)").ok());
    CHECK(stage.desktop.exits == 1);
}

TEST_CASE("descriptors are where they began after many connections", "[ipc][server]") {
    const TempFolder folder;
    const int before = open_descriptors();
    {
        Stage stage({.max_clients = 8, .max_messages_per_second = 10'000});
        REQUIRE(stage.server->listen(folder / "s"));
        const int listening = open_descriptors();
        for (int round = 0; round < 100; ++round) {
            std::vector<Client> clients;
            for (int i = 0; i < 8; ++i) {
                clients.emplace_back(stage, connect_to(folder / "s"));
                clients.back().send(i % 2 == 0 ? "(:type :hello :version 2 :id 1)" : "(((");
                static_cast<void>(clients.back().receive());
            }
            clients.clear();
            REQUIRE(stage.until([&] { return stage.server->client_count() == 0; }));
        }
        stage.settle();
        CHECK(open_descriptors() == listening);
    }
    CHECK(open_descriptors() == before);
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("without free descriptors a connection waits and the others go on", "[ipc][server]") {
    const TempFolder folder;
    Stage stage;
    REQUIRE(stage.server->listen(folder / "s"));
    Client early = stage.connect();
    early.hello();
    rlimit usual{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &usual) == 0);
    Client late(stage, connect_to(folder / "s"));
    // The next descriptor would be the lowest free one.
    const int next_free = fcntl(late.fd(), F_DUPFD_CLOEXEC, 0);
    REQUIRE(next_free >= 0);
    close(next_free);
    const rlimit tight{static_cast<rlim_t>(next_free), usual.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &tight) == 0);
    stage.settle(); // would not end if the waiting connection kept the loop awake
    const std::size_t clients = stage.server->client_count();
    const bool answered = early.call("(:type :ping :id 2)").ok();
    REQUIRE(setrlimit(RLIMIT_NOFILE, &usual) == 0);
    CHECK(clients == 1);
    CHECK(answered);
    late.hello();
    CHECK(stage.server->client_count() == 2);
}

TEST_CASE("a server goes while peers are connected and being closed", "[ipc][server]") {
    Stage stage;
    Client client = stage.connect();
    Client broken = stage.connect();
    client.hello();
    broken.send_bytes("\xff\xff\xff\xff");
    CHECK(broken.receive().reason().starts_with("message of"));
    stage.server.reset();
    CHECK(client.is_closed());
    CHECK(broken.is_closed());
}
