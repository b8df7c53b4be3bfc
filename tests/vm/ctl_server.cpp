// SPDX-License-Identifier: MIT
// exwm-vrctl for a machine in which the start of a program takes long: reads requests from a
// terminal and answers each of them, with a process of its own that is a copy of this one, as USER.
//
//   ctl-server TERMINAL USER
//
// A request is a JSON object, {"arguments": [...], "environment": {...}}, an answer the exit
// status, a space, and what was printed; a zero byte ends both. It begins with "ready".
#include "base/apart.hpp"
#include "base/fd.hpp"
#include "base/format.hpp"
#include "ctl/commands/command_line.hpp"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace exwm_vr;

namespace {

struct Request {
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment;
};

Request parsed(const std::string& text) {
    const auto json = nlohmann::json::parse(text);
    return {.arguments = json.at("arguments"), .environment = json.at("environment")};
}

/// For good, with all groups.
void become(const passwd& user) {
    if (initgroups(user.pw_name, user.pw_gid) != 0 || setgid(user.pw_gid) != 0 ||
        setuid(user.pw_uid) != 0) {
        throw std::runtime_error(formatted("cannot become {}", user.pw_name));
    }
}

std::string answer_to(const Request& request, const passwd& user, ctl::CommandLine& line) {
    constexpr std::chrono::minutes limit(5);
    constexpr std::size_t most = 16UZ << 20U;
    const auto answer = call_apart(
        [&] {
            become(user);
            clearenv();
            for (const auto& [name, value] : request.environment) {
                setenv(name.c_str(), value.c_str(), 1);
            }
            std::ostringstream printed;
            const int status = line.run(request.arguments, printed, printed, false);
            return formatted("{} {}", status, printed.str());
        },
        limit,
        most
    );
    return answer.value_or(formatted("255 ctl-server: {}", answer.error_or(Error{}).message));
}

bool send(int terminal, std::string answer) {
    answer.push_back('\0');
    for (std::size_t sent = 0; sent < answer.size();) {
        const auto wrote = write(terminal, answer.data() + sent, answer.size() - sent);
        if (wrote <= 0) {
            return false;
        }
        sent += static_cast<std::size_t>(wrote);
    }
    return true;
}

void serve(int terminal, const passwd& user) {
    const auto line = ctl::make_command_line();
    bool there = send(terminal, "ready");
    std::string text;
    std::array<char, 4096> part{};
    while (there) {
        const auto got = read(terminal, part.data(), part.size());
        if (got <= 0) {
            return;
        }
        text.append(part.data(), static_cast<std::size_t>(got));
        if (text.ends_with('\0')) {
            text.pop_back(); // who asks waits for the answer before the next request
            there = send(terminal, answer_to(parsed(text), user, *line));
            text.clear();
        }
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
