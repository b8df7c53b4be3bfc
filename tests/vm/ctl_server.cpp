// SPDX-License-Identifier: MIT
// exwm-vrctl for a machine in which the start of a program takes long: reads requests from a
// terminal and answers them in a copy of this process, which is USER in the environment that is
// asked for. The copy stays for the next request with the same environment.
//
//   ctl-server TERMINAL USER
//
// A request is a JSON object, {"arguments": [...], "environment": {...}}, an answer the exit
// status, a space, and what was printed; a zero byte ends both. It begins with "ready".
#include "base/fd.hpp"
#include "base/format.hpp"
#include "ctl/commands/command_line.hpp"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace exwm_vr;

namespace {

using Environment = std::map<std::string, std::string>;

struct Request {
    std::vector<std::string> arguments;
    Environment environment;
};

Request parsed(const std::string& text) {
    const auto json = nlohmann::json::parse(text);
    return {.arguments = json.at("arguments"), .environment = json.at("environment")};
}

/// With the zero byte that ends a message.
bool send(int peer, std::string message) {
    message.push_back('\0');
    for (std::size_t sent = 0; sent < message.size();) {
        const auto wrote = write(peer, message.data() + sent, message.size() - sent);
        if (wrote <= 0) {
            return false;
        }
        sent += static_cast<std::size_t>(wrote);
    }
    return true;
}

/// The next message; nothing when the peer is gone, or says none within five minutes if it must not
/// take longer. One comes at a time: who asks waits for the answer before the next request.
std::optional<std::string> receive(int peer, bool may_take_longer) {
    constexpr int limit_ms = 5 * 60 * 1000;
    std::string text;
    std::array<char, 65536> part{};
    while (!text.ends_with('\0')) {
        pollfd waiting{.fd = peer, .events = POLLIN, .revents = 0};
        if (poll(&waiting, 1, may_take_longer ? -1 : limit_ms) <= 0) {
            return std::nullopt;
        }
        const auto got = read(peer, part.data(), part.size());
        if (got <= 0) {
            return std::nullopt;
        }
        text.append(part.data(), static_cast<std::size_t>(got));
    }
    text.pop_back();
    return text;
}

/// For good, with all groups.
void become(const passwd& user, const Environment& environment) {
    if (initgroups(user.pw_name, user.pw_gid) != 0 || setgid(user.pw_gid) != 0 ||
        setuid(user.pw_uid) != 0) {
        throw std::runtime_error(formatted("cannot become {}", user.pw_name));
    }
    clearenv();
    for (const auto& [name, value] : environment) {
        setenv(name.c_str(), value.c_str(), 1);
    }
}

/// Answers requests as exwm-vrctl does. Returns when nobody asks any more.
void be_copy(int peer, const passwd& user, const Environment& environment) {
    become(user, environment);
    prctl(PR_SET_PDEATHSIG, SIGKILL); // not to outlive who asks; another user's would be forgotten
    while (const auto arguments = receive(peer, true)) {
        std::ostringstream printed;
        const int status =
            ctl::run_command_line(nlohmann::json::parse(*arguments), printed, printed, false);
        if (!send(peer, formatted("{} {}", status, printed.str()))) {
            return;
        }
    }
}

/// Owns the process; it ends with this.
class Copy {
public:
    Copy(const passwd& user, Environment environment)
        : environment_(std::move(environment)) {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
            throw std::runtime_error("no sockets");
        }
        peer_ = Fd(ends[0]);
        const Fd theirs(ends[1]);
        pid_ = fork();
        if (pid_ == 0) {
            peer_.reset();
            try {
                be_copy(theirs.get(), user, environment_);
            } catch (const std::exception& error) {
                std::cerr << "ctl-server: " << error.what() << '\n';
            }
            _exit(EXIT_FAILURE);
        }
    }

    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;

    ~Copy() {
        if (pid_ > 0) {
            kill(pid_, SIGKILL);
            waitpid(pid_, nullptr, 0);
        }
    }

    [[nodiscard]] const Environment& environment() const { return environment_; }

    /// Tests end all of a user's programs at times.
    [[nodiscard]] bool alive() {
        if (pid_ > 0 && waitpid(pid_, nullptr, WNOHANG) == pid_) {
            pid_ = -1;
        }
        return pid_ > 0;
    }

    [[nodiscard]] std::optional<std::string> answer(const std::vector<std::string>& arguments) {
        if (!send(peer_.get(), nlohmann::json(arguments).dump())) {
            return std::nullopt;
        }
        return receive(peer_.get(), false);
    }

private:
    Environment environment_;
    Fd peer_;
    pid_t pid_ = -1;
};

void serve(int terminal, const passwd& user) {
    std::optional<Copy> copy;
    bool there = send(terminal, "ready");
    while (there) {
        const auto text = receive(terminal, true);
        if (!text) {
            return;
        }
        auto request = parsed(*text);
        if (!copy || !copy->alive() || copy->environment() != request.environment) {
            copy.emplace(user, std::move(request.environment));
        }
        const auto answer = copy->answer(request.arguments);
        if (!answer) {
            copy.reset();
        }
        there = send(terminal, answer.value_or("255 ctl-server: it crashed, or hangs"));
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "Usage: ctl-server TERMINAL USER\n";
        return 2;
    }
    const auto* user = getpwnam(argv[2]);
    const Fd terminal(open(argv[1], O_RDWR | O_NOCTTY | O_CLOEXEC));
    termios settings{};
    if (user == nullptr || !terminal || tcgetattr(terminal.get(), &settings) != 0) {
        std::cerr << "ctl-server: no user " << argv[2] << ", or no terminal " << argv[1] << '\n';
        return EXIT_FAILURE;
    }
    cfmakeraw(&settings);
    tcsetattr(terminal.get(), TCSANOW, &settings);
    std::signal(SIGPIPE, SIG_IGN);
    try {
        serve(terminal.get(), *user);
    } catch (const std::exception& error) {
        std::cerr << "ctl-server: " << error.what() << '\n';
    }
    return EXIT_FAILURE;
}
