// SPDX-License-Identifier: MIT
#include "ctl/signals.hpp"

#include <sys/signalfd.h>

namespace exwm_vr::ctl {

Signals::Signals() {
    sigset_t ours{};
    sigemptyset(&ours);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&ours, number);
    }
    pthread_sigmask(SIG_BLOCK, &ours, &before_);
    fd_.reset(signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!fd_) {
        // Out of descriptors: they end us as they would end any program.
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
}

Signals::~Signals() {
    // One that nobody took has no use any more, and must not end us after all is done.
    while (take()) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<Signals::Caught> Signals::take() {
    signalfd_siginfo info{};
    if (read(fd_.get(), &info, sizeof info) != sizeof info) {
        return std::nullopt;
    }
    return Caught{
        .number = static_cast<int>(info.ssi_signo), .from_terminal = info.ssi_code == SI_KERNEL
    };
}

} // namespace exwm_vr::ctl
