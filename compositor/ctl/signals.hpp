// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"

#include <csignal>
#include <optional>

namespace exwm_vr::ctl {

/// The signals that ask a program to end, as something to wait for, as long as this lives.
class Signals {
public:
    Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    ~Signals();

    struct Caught {
        int number = 0;
        bool from_terminal = false; ///< which sends it to all that it runs
    };

    /// Readable when one came.
    [[nodiscard]] int fd() const { return fd_.get(); }

    [[nodiscard]] std::optional<Caught> take();

    /// What was blocked before, for programs that are started.
    [[nodiscard]] const sigset_t& others() const { return before_; }

private:
    sigset_t before_{};
    Fd fd_;
};

} // namespace exwm_vr::ctl
