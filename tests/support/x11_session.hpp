// SPDX-License-Identifier: MIT
#pragma once

#include "support/session.hpp"

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::test {

/// A session, and what a test does with its X server.
class X11Session {
public:
    X11Session();
    explicit X11Session(const Session::Options& options);

    /// The X11 display that the compositor said last, such as ":0"; empty when it has none.
    [[nodiscard]] std::string display() const;

    /// Starts an X11 program.
    [[nodiscard]] std::unique_ptr<Process>
    start(std::vector<std::string> arguments, const std::string& input = {});

    /// The process of the X server; 0 when there is none.
    [[nodiscard]] pid_t server_pid() const;

    Session session;
};

/// Waits for the end of a process that is not a child.
void wait_for_end(pid_t pid);

} // namespace exwm_vr::test
