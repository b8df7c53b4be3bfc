// SPDX-License-Identifier: MIT
#include "lease_tool/run_command.hpp"

#include "ctl/table.hpp"
#include "lease_tool/signals.hpp"
#include "lease_tool/wait.hpp"

#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace exwm_vr::lease_tool {

namespace {

constexpr int status_not_found = 127;
constexpr int status_not_runnable = 126;
constexpr int status_signal = 128;

void say(const std::string& text) {
    print_to(stderr, "exwm-vr-lease: {}\n", ctl::printable(text));
}

/// Starts it with the lease; 0 or an error number.
int start(pid_t& pid, int lease, const std::vector<std::string>& command, const sigset_t& mask) {
    setenv(lease_variable, std::to_string(lease).c_str(), 1);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    // To its own number: that keeps it open over exec.
    posix_spawn_file_actions_adddup2(&actions, lease, lease);
    posix_spawnattr_t attributes{};
    posix_spawnattr_init(&attributes);
    sigset_t defaults{};
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setsigmask(&attributes, &mask);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    std::vector<char*> words;
    for (const auto& word : command) {
        words.push_back(const_cast<char*>(word.c_str())); // exec's arguments are not written to
    }
    words.push_back(nullptr);
    const int error =
        posix_spawnp(&pid, words.front(), &actions, &attributes, words.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    unsetenv(lease_variable);
    return error;
}

int status_of(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFSIGNALED(status) ? status_signal + WTERMSIG(status) : WEXITSTATUS(status);
}

/// Told of the lease's end at most once.
class Guard {
public:
    Guard(pid_t pid, const Arguments& arguments)
        : pid_(pid)
        , arguments_(arguments) {}

    [[nodiscard]] bool over() const { return over_; }

    void lease_over(const std::string& why) {
        over_ = true;
        const auto& name = arguments_.command.front();
        if (arguments_.leave_running) {
            say(formatted("{}; {} is left running", why, name));
            return;
        }
        say(formatted("{}; {} is asked to end", why, name));
        kill(pid_, SIGTERM);
    }

private:
    pid_t pid_;
    const Arguments& arguments_;
    bool over_ = false;
};

} // namespace

int run_command(ctl::Connection& connection, const Lease& lease, const Arguments& arguments) {
    Signals signals;
    pid_t pid = 0;
    const int error = start(pid, lease.fd().get(), arguments.command, signals.others());
    if (error != 0) {
        say(formatted("{}: {}", arguments.command.front(), std::strerror(error)));
        return error == ENOENT ? status_not_found : status_not_runnable;
    }
    const Fd process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0U)));
    if (!process) {
        say(formatted("its end cannot be waited for: {}", std::strerror(errno)));
        return status_of(pid);
    }
    Guard guard(pid, arguments);
    std::array<pollfd, 2> others{{
        {.fd = process.get(), .events = POLLIN, .revents = 0},
        {.fd = signals.fd(), .events = POLLIN, .revents = 0},
    }};
    while (others[0].revents == 0) {
        if (guard.over()) {
            poll(others.data(), others.size(), -1);
        } else if (
            const auto waited = wait_for_any(connection, others, ctl::Deadline::never()); !waited
        ) {
            guard.lease_over(waited.error().message);
        } else if (lease.ended()) {
            guard.lease_over("the compositor took the headset back");
        }
        // From a terminal, it has got the signal itself.
        while (const auto signal = signals.take()) {
            if (!signal->from_terminal) {
                kill(pid, signal->number);
            }
        }
    }
    return status_of(pid);
}

} // namespace exwm_vr::lease_tool
