// SPDX-License-Identifier: MIT
#include "ipc/socket.hpp"
#include "tests/unit/ipc/temp_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace exwm_vr;
using namespace exwm_vr::ipc;
using exwm_vr::ipc::test::TempFolder;
namespace fs = std::filesystem;

namespace {

/// A socket bound without any lock, as a server that knows nothing of ours would.
Fd foreign_server(const fs::path& path, bool listening) {
    Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.native().copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    if (listening) {
        REQUIRE(::listen(socket.get(), 1) == 0);
    }
    return socket;
}

bool connects(const fs::path& path) {
    const Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.native().copy(address.sun_path, sizeof address.sun_path - 1);
    return connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

std::string open_error(const fs::path& path) {
    const auto socket = ListeningSocket::open(path);
    return socket ? "none" : socket.error().message;
}

mode_t mode_of(const fs::path& path) {
    struct stat status{};
    REQUIRE(lstat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

} // namespace

TEST_CASE("the socket is private and goes with its owner", "[ipc][socket]") {
    const TempFolder folder;
    const fs::path path = folder / "s";
    {
        const auto socket = ListeningSocket::open(path);
        REQUIRE(socket);
        CHECK(mode_of(path) == 0600);
        CHECK(connects(path));
    }
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a live socket is never stolen", "[ipc][socket]") {
    const TempFolder folder;
    const fs::path path = folder / "s";
    const auto socket = ListeningSocket::open(path);
    REQUIRE(socket);
    CHECK(open_error(path) == path.native() + ": another compositor uses this socket");
    CHECK(connects(path));

    const fs::path other = folder / "foreign";
    const Fd foreign = foreign_server(other, true);
    CHECK(open_error(other) == other.native() + ": another compositor uses this socket");
    CHECK(connects(other));
}

TEST_CASE("a dead socket is replaced", "[ipc][socket]") {
    const TempFolder folder;
    const fs::path path = folder / "s";
    foreign_server(path, true).reset();
    REQUIRE(fs::exists(path));
    const auto socket = ListeningSocket::open(path);
    REQUIRE(socket);
    CHECK(connects(path));
}

TEST_CASE("what is no socket stays", "[ipc][socket]") {
    const TempFolder folder;
    const fs::path path = folder / "s";
    std::ofstream(path) << "precious";
    CHECK(open_error(path) == path.native() + ": is there and not a socket");
    CHECK(fs::file_size(path) == 8);
    const fs::path link = folder / "link";
    fs::create_symlink(path, link);
    CHECK(open_error(link) == link.native() + ": is there and not a socket");
}

TEST_CASE("errors name the path", "[ipc][socket]") {
    const TempFolder folder;
    const fs::path nowhere = folder / "no/such/s";
    CHECK(open_error(nowhere).starts_with(nowhere.native()));
    const fs::path long_path = folder.path() / std::string(120, 'x');
    CHECK(open_error(long_path) == long_path.native() + ": a socket's path has 1 to 107 bytes");
    CHECK_FALSE(ListeningSocket::open(""));
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("only one's own socket is removed", "[ipc][socket]") {
    const TempFolder folder;
    const fs::path path = folder / "s";
    auto socket = ListeningSocket::open(path);
    REQUIRE(socket);
    fs::remove(path);
    const Fd foreign = foreign_server(path, true);
    {
        const ListeningSocket gone = std::move(*socket);
    }
    CHECK(connects(path));
}

TEST_CASE("of servers that start at once one gets the socket", "[ipc][socket]") {
    const TempFolder folder;
    const fs::path path = folder / "s";
    foreign_server(path, true).reset(); // stale
    std::atomic<int> holders = 0;
    std::atomic<int> most = 0;
    std::atomic<int> won = 0;
    std::atomic<int> dead = 0;
    {
        std::vector<std::jthread> starters;
        for (int i = 0; i < 8; ++i) {
            starters.emplace_back([&] {
                for (int round = 0; round < 300; ++round) {
                    const auto socket = ListeningSocket::open(path);
                    if (!socket) {
                        continue;
                    }
                    ++won;
                    const int now = ++holders;
                    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
                    }
                    if (!connects(path)) {
                        ++dead;
                    }
                    --holders;
                }
            });
        }
    }
    CHECK(won > 0);
    CHECK(most == 1);
    CHECK(dead == 0);
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("the socket lies in the runtime folder, else in a private one", "[ipc][socket]") {
    const TempFolder folder;
    CHECK(socket_path("/run/user/7", folder.path()) == fs::path("/run/user/7/ewwm-ipc.sock"));
    const fs::path own = folder.path() / ("ewwm-" + std::to_string(getuid()));
    for (const char* runtime : {static_cast<const char*>(nullptr), "", "relative"}) {
        CHECK(socket_path(runtime, folder.path()) == own / "ewwm-ipc.sock");
    }
    CHECK(mode_of(own) == 0700);
    fs::permissions(own, fs::perms::others_exec, fs::perm_options::add);
    CHECK(
        socket_path(nullptr, folder.path()).error().message ==
        own.native() + ": is open to other users"
    );
    fs::remove(own);

    fs::create_directory(folder / "elsewhere");
    fs::permissions(folder / "elsewhere", fs::perms::owner_all);
    fs::create_directory_symlink(folder / "elsewhere", own);
    CHECK(socket_path(nullptr, folder.path())
              .error()
              .message.starts_with(own.native() + ": not a folder of ours"));
    fs::remove(own);
    std::ofstream(own) << "x";
    CHECK_FALSE(socket_path(nullptr, folder.path()));
    fs::remove(own);
    if (getuid() == 0) {
        REQUIRE(mkdir(own.c_str(), 0700) == 0);
        REQUIRE(chown(own.c_str(), 65534, 65534) == 0);
        CHECK(
            socket_path(nullptr, folder.path()).error().message ==
            own.native() + ": belongs to user 65534"
        );
    }
}

TEST_CASE("the kernel tells who a peer is", "[ipc][socket]") {
    std::array<int, 2> ends{};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
    const Fd one(ends[0]);
    const Fd two(ends[1]);
    const auto credentials = peer_credentials(one.get());
    REQUIRE(credentials);
    CHECK(credentials->pid == getpid());
    CHECK(credentials->uid == getuid());
    CHECK_FALSE(peer_credentials(-1));
    const Fd network(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    CHECK((!network || !peer_credentials(network.get())));
}
