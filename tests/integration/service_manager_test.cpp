// SPDX-License-Identifier: MIT
#include "base/fd.hpp"
#include "support/process.hpp"
#include "support/session.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

namespace exwm_vr::test {
namespace {

/// The manager's end of the socket that NOTIFY_SOCKET names.
class Manager {
public:
    explicit Manager(std::filesystem::path path)
        : path_(std::move(path))
        , socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path_.c_str(), sizeof(address.sun_path) - 1);
        REQUIRE(bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    }

    /// The next message; empty when none comes within @p limit.
    std::string receive(std::chrono::milliseconds limit = patience) {
        pollfd waiting{.fd = socket_.get(), .events = POLLIN, .revents = 0};
        if (poll(&waiting, 1, static_cast<int>(limit.count())) <= 0) {
            return {};
        }
        std::array<char, 4096> message{};
        const auto size = recv(socket_.get(), message.data(), message.size(), 0);
        return {message.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
    }

    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
    Fd socket_;
};

bool has_line(const std::string& message, const std::string& line) {
    return ('\n' + message + '\n').contains('\n' + line + '\n');
}

/// A compositor whose service manager is the test.
struct Service {
    explicit Service(
        std::map<std::string, std::string> more = {},
        const std::vector<std::string>& further_arguments = {}
    )
        : manager(folder.path() / "notify")
        , process([&] {
            std::ofstream(config()) << "autostart: []\n";
            more["XDG_RUNTIME_DIR"] = folder.path().string();
            more["NOTIFY_SOCKET"] = manager.path();
            std::vector<std::string> arguments{
                program("EXWM_VR"),
                "--headless",
                "--renderer",
                "pixman",
                "--socket",
                "wayland-7",
                "--config",
                config().string()
            };
            arguments.insert(arguments.end(), further_arguments.begin(), further_arguments.end());
            return Process::Options{
                .arguments = arguments,
                .environment = more,
                .output = folder.path() / "out",
                .input = {},
            };
        }()) {}

    [[nodiscard]] std::filesystem::path config() const { return folder.path() / "config.yaml"; }

    /// The next message that is no mere sign of life.
    std::string news() {
        std::string message;
        do {
            message = manager.receive();
        } while (message == "WATCHDOG=1");
        return message;
    }

    TemporaryFolder folder;
    Manager manager;
    Process process;
};

TEST_CASE("the service manager is told of the start, of reloads and of the end") {
    Service service;
    auto message = service.news();
    CHECK(has_line(message, "READY=1"));
    CHECK(message.contains("STATUS=Wayland display wayland-7, backend headless"));
    CHECK(std::filesystem::is_socket(service.folder.path() / "wayland-7"));

    service.process.signal(SIGHUP);
    message = service.news();
    CHECK(has_line(message, "RELOADING=1"));
    CHECK(message.contains("\nMONOTONIC_USEC="));
    message = service.news();
    CHECK(has_line(message, "READY=1"));
    CHECK(message.contains("STATUS=Wayland display wayland-7"));

    std::ofstream(service.config()) << "no-such-key: 1\nSTOPPING: 1\n";
    service.process.signal(SIGHUP);
    CHECK(has_line(service.news(), "RELOADING=1"));
    message = service.news();
    CHECK(has_line(message, "READY=1"));
    CHECK(message.contains("STATUS=The config stays as it was: "));
    CHECK(std::ranges::count(message, '\n') == 1);

    service.process.signal(SIGTERM);
    CHECK(has_line(service.news(), "STOPPING=1"));
    CHECK(service.process.wait() == 0);
    CHECK(service.manager.receive(std::chrono::milliseconds(0)).empty());
}

TEST_CASE("the loop says that it turns, when the service manager asks for it") {
    Service service({{"WATCHDOG_USEC", "200000"}});
    int alive = 0;
    for (bool ready = false; alive < 5 || !ready;) {
        const auto message = service.manager.receive();
        REQUIRE(!message.empty());
        alive += message == "WATCHDOG=1" ? 1 : 0;
        ready = ready || has_line(message, "READY=1");
    }
    service.process.signal(SIGTERM);
    CHECK(has_line(service.news(), "STOPPING=1"));
    CHECK(service.process.wait() == 0);
}

TEST_CASE("a watchdog of another process is not answered") {
    Service service({{"WATCHDOG_USEC", "1000"}, {"WATCHDOG_PID", "1"}});
    CHECK(has_line(service.manager.receive(), "READY=1"));
    service.process.signal(SIGTERM);
    CHECK(has_line(service.manager.receive(), "STOPPING=1"));
    CHECK(service.process.wait() == 0);
}

TEST_CASE("programs do not get the compositor's service manager") {
    Service service({{"WATCHDOG_USEC", "60000000"}}, {"--exit-with-command", "--", "env"});
    CHECK(service.process.wait() == 0);
    CHECK(service.process.output().contains("WAYLAND_DISPLAY=wayland-7\n"));
    CHECK(!service.process.output().contains("NOTIFY_SOCKET"));
    CHECK(!service.process.output().contains("WATCHDOG_"));
}

} // namespace
} // namespace exwm_vr::test
