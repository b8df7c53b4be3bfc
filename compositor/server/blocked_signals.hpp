// SPDX-License-Identifier: MIT
#pragma once

#include <csignal>

namespace exwm_vr::server {

/// Keeps the signals that the compositor answers away from threads that are made while this lives.
/// Those of Vulkan's drivers block none themselves, and one that reaches them ends us at once.
class BlockedSignals {
public:
    BlockedSignals() {
        sigset_t ours{};
        sigemptyset(&ours);
        for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
            sigaddset(&ours, number);
        }
        pthread_sigmask(SIG_BLOCK, &ours, &before_);
    }

    BlockedSignals(const BlockedSignals&) = delete;
    BlockedSignals& operator=(const BlockedSignals&) = delete;

    ~BlockedSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

} // namespace exwm_vr::server
