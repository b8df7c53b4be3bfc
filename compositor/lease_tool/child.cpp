// SPDX-License-Identifier: MIT
#include "lease_tool/child.hpp"

#include "base/format.hpp"
#include "base/table.hpp"

#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace exwm_vr::lease_tool {

namespace {

constexpr const char* lease_variable = "DRM_LEASE_FD";
constexpr int status_not_found = 127;
constexpr int status_not_runnable = 126;
constexpr int status_signal = 128;

/// Starts it; 0 or an error number.
int spawn(pid_t& pid, int lease, const std::vector<std::string>& command, const sigset_t& mask) {
    unsetenv(lease_variable); // of somebody else
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    if (lease >= 0) {
        setenv(lease_variable, std::to_string(lease).c_str(), 1);
        // To its own number: that keeps it open over exec.
        posix_spawn_file_actions_adddup2(&actions, lease, lease);
    }
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
    return error;
}

} // namespace

void say(const std::string& text) {
    print_to(stderr, "exwm-vr-lease: {}\n", printable(text));
}

std::expected<Child, int>
Child::start(const std::vector<std::string>& command, int lease, const ctl::Signals& signals) {
    pid_t pid = 0;
    const int error = spawn(pid, lease, command, signals.others());
    if (error != 0) {
        say(formatted("{}: {}", command.front(), std::strerror(error)));
        return std::unexpected(error == ENOENT ? status_not_found : status_not_runnable);
    }
    return Child(pid, Fd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0U))));
}

void Child::signal(int number) const {
    kill(pid_, number);
}

void Child::pass_on(ctl::Signals& signals) const {
    while (const auto caught = signals.take()) {
        if (!caught->from_terminal) {
            signal(caught->number);
        }
    }
}

int Child::status() const {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFSIGNALED(status) ? status_signal + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace exwm_vr::lease_tool
