// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "ctl/signals.hpp"

#include <sys/types.h>

#include <expected>
#include <string>
#include <vector>

namespace exwm_vr::lease_tool {

/// A line on standard error.
void say(const std::string& text);

/// A program that was started; to be waited for by status().
class Child {
public:
    /// Starts @p command. @p lease is handed on with its number in DRM_LEASE_FD; -1: none is. A
    /// failure is said, and is the exit status that tells it: 127 or 126.
    [[nodiscard]] static std::expected<Child, int>
    start(const std::vector<std::string>& command, int lease, const ctl::Signals& signals);

    /// Readable once it has ended; -1 where that cannot be known.
    [[nodiscard]] int fd() const { return process_.get(); }

    void signal(int number) const;

    /// Passes on what asks us to end; a terminal has sent it to both.
    void pass_on(ctl::Signals& signals) const;

    /// Waits for its end: its exit status, or 128 and the number of the signal that ended it.
    [[nodiscard]] int status() const;

private:
    Child(pid_t pid, Fd process)
        : pid_(pid)
        , process_(std::move(process)) {}

    pid_t pid_;
    Fd process_;
};

} // namespace exwm_vr::lease_tool
