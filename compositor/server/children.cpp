// SPDX-License-Identifier: MIT
#include "server/children.hpp"

#include "base/format.hpp"
#include "base/log.hpp"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

// glibc's header has no C++ guards.
extern "C" {
#include <sys/pidfd.h>
}

#include <algorithm>
#include <cstring>
#include <map>

namespace exwm_vr::server {
namespace {

constexpr std::chrono::milliseconds patience{2000};

class SpawnAttributes {
public:
    SpawnAttributes() {
        posix_spawnattr_init(&attributes_);
        // The event loop blocks the signals that it handles; a child must not inherit that.
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
        sigset_t defaults;
        sigemptyset(&defaults);
        sigaddset(&defaults, SIGPIPE);
        posix_spawnattr_setsigdefault(&attributes_, &defaults);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        );
    }

    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;

    ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }

    [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

std::vector<std::string> merged_environment(const Children::Environment& changes) {
    std::map<std::string, std::string> merged;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        if (const auto equals = text.find('='); equals != std::string_view::npos) {
            merged.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    for (const auto& [name, value] : changes) {
        if (value.empty()) {
            merged.erase(name);
        } else {
            merged[name] = value;
        }
    }
    std::vector<std::string> result;
    result.reserve(merged.size());
    for (const auto& [name, value] : merged) {
        result.push_back(formatted("{}={}", name, value));
    }
    return result;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> result;
    result.reserve(strings.size() + 1);
    for (auto& text : strings) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

bool wait_for_exit(int pidfd, std::chrono::milliseconds limit) {
    pollfd waiting{.fd = pidfd, .events = POLLIN, .revents = 0};
    return poll(&waiting, 1, static_cast<int>(limit.count())) > 0;
}

} // namespace

Children::Children(wl_event_loop* loop)
    : loop_(loop) {
    // What a library starts by itself, such as wlroots Xwayland, is to get signals, too.
    static const int once = pthread_atfork(nullptr, nullptr, [] {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        signal(SIGPIPE, SIG_DFL);
    });
    if (once != 0) {
        log::warn("pthread_atfork: {}", std::strerror(once));
    }
}

Children::~Children() {
    for (const auto& child : children_) {
        kill(-child->pid, SIGTERM);
    }
    for (const auto& child : children_) {
        if (!wait_for_exit(child->pidfd.get(), patience)) {
            log::warn("pid {} did not end on SIGTERM and is killed", child->pid);
            kill(-child->pid, SIGKILL);
        }
        waitpid(child->pid, nullptr, 0);
    }
}

Result<pid_t> Children::start(
    const std::vector<std::string>& arguments, std::function<void(int status)> on_exit
) {
    if (arguments.empty()) {
        return fail("no command was given");
    }
    const SpawnAttributes attributes;
    auto argument_strings = arguments;
    auto environment_strings = merged_environment(environment_);
    pid_t pid = 0;
    const int failed = posix_spawnp(
        &pid,
        arguments.front().c_str(),
        nullptr,
        attributes.get(),
        pointers(argument_strings).data(),
        pointers(environment_strings).data()
    );
    if (failed != 0) {
        return fail("cannot start '{}': {}", arguments.front(), std::strerror(failed));
    }
    auto child = std::make_unique<Child>();
    child->pid = pid;
    child->on_exit = std::move(on_exit);
    child->pidfd = Fd(pidfd_open(pid, 0));
    child->watch = LoopCallback::on_readable(loop_, child->pidfd.get(), [this, pid] { reap(pid); });
    children_.push_back(std::move(child));
    return pid;
}

Result<pid_t> Children::start_shell(const std::string& command) {
    return start({"/bin/sh", "-c", command});
}

void Children::reap(pid_t pid) {
    int status = 0;
    if (waitpid(pid, &status, WNOHANG) != pid) {
        return;
    }
    const auto found = std::ranges::find(children_, pid, [](const auto& c) { return c->pid; });
    const auto child = std::move(*found);
    children_.erase(found);
    if (child->on_exit) {
        constexpr int signal_base = 128;
        child->on_exit(WIFSIGNALED(status) ? signal_base + WTERMSIG(status) : WEXITSTATUS(status));
    }
}

} // namespace exwm_vr::server
