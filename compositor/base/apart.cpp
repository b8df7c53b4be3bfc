// SPDX-License-Identifier: MIT
#include "base/apart.hpp"

#include "base/fd.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>

namespace exwm_vr {

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int status_threw = 1;

/// What is left until @p end, as poll() takes it.
int poll_timeout(Clock::time_point end) {
    const auto left = std::chrono::ceil<milliseconds>(end - Clock::now());
    return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const auto put = write(fd, text.data(), text.size());
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

[[noreturn]] void be_child(const std::function<std::string()>& work, int out) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); // not to outlive who asks
    std::signal(SIGPIPE, SIG_DFL);
    const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
    setrlimit(RLIMIT_CORE, &no_core);
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0) {
        _exit(status_threw);
    }
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        dup2(nothing, fd);
    }
    try {
        _exit(write_all(out, work()) ? 0 : status_threw);
    } catch (...) {
        _exit(status_threw);
    }
}

/// What comes until the other end is closed.
Result<std::string> read_all(int fd, Clock::time_point end, std::size_t most) {
    std::string text;
    while (true) {
        pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
        const int ready = poll(&waiting, 1, poll_timeout(end));
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready <= 0) {
            return fail("it did not answer in time");
        }
        std::array<char, 4096> part{};
        const auto got = read(fd, part.data(), part.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail("its answer cannot be read: {}", std::strerror(errno));
        }
        if (got == 0) {
            return text;
        }
        text.append(part.data(), static_cast<std::size_t>(got));
        if (text.size() > most) {
            return fail("its answer has more than {} bytes", most);
        }
    }
}

/// Waits for its end, but not for ever: a driver may be stuck in the kernel, where no signal
/// reaches it. Its status as of waitpid(); -1 then.
int end_of(pid_t pid) {
    constexpr int patience_ms = 2000;
    const Fd process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0U)));
    pollfd waiting{.fd = process.get(), .events = POLLIN, .revents = 0};
    while (process && poll(&waiting, 1, patience_ms) < 0 && errno == EINTR) {
    }
    int status = -1;
    const bool over = waiting.revents != 0 || !process;
    return waitpid(pid, &status, over ? 0 : WNOHANG) == pid ? status : -1;
}

} // namespace

Result<std::string>
call_apart(const std::function<std::string()>& work, milliseconds limit, std::size_t most) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        return fail("no pipe: {}", std::strerror(errno));
    }
    const Fd reading(ends[0]);
    Fd writing(ends[1]);
    const pid_t pid = fork();
    if (pid < 0) {
        return fail("no process: {}", std::strerror(errno));
    }
    if (pid == 0) {
        be_child(work, writing.get());
    }
    writing.reset();
    auto text = read_all(reading.get(), Clock::now() + limit, most);
    if (!text) {
        kill(pid, SIGKILL);
    }
    const int status = end_of(pid);
    if (!text) {
        return text;
    }
    if (WIFSIGNALED(status)) {
        return fail("it crashed: {}", strsignal(WTERMSIG(status)));
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return fail("it failed");
    }
    return text;
}

} // namespace exwm_vr
