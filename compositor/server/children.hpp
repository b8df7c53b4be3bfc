// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "wlr/event_source.hpp"

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace exwm_vr::server {

/// Programs that the compositor started: each is reaped when it ends, and all are ended with it.
class Children {
public:
    using Environment = std::vector<std::pair<std::string, std::string>>; ///< "" unsets

    explicit Children(wl_event_loop* loop);
    Children(const Children&) = delete;
    Children& operator=(const Children&) = delete;

    /// Ends what still runs: SIGTERM to each process group, SIGKILL after two seconds.
    ~Children();

    /// Variables that every child gets on top of the compositor's own.
    void set_environment(Environment environment) { environment_ = std::move(environment); }

    /// Starts a program in a process group of its own with the signals and limits that the
    /// compositor was started with. @p on_exit gets its status as a shell would have it: the exit
    /// code, or 128 plus the signal.
    Result<pid_t>
    start(const std::vector<std::string>& arguments, std::function<void(int status)> on_exit = {});

    /// The same by /bin/sh -c.
    Result<pid_t> start_shell(const std::string& command);

private:
    struct Child {
        pid_t pid = 0;
        Fd pidfd;
        std::function<void(int)> on_exit;
        LoopCallback watch;
    };

    void reap(pid_t pid);

    wl_event_loop* loop_;
    Environment environment_;
    std::vector<std::unique_ptr<Child>> children_;
};

} // namespace exwm_vr::server
