// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "wlr/event_source.hpp"

#include <cstdint>
#include <functional>

namespace exwm_vr::server {

/// Tells when the machine has slept, by suspension to memory or to disk: the clock that counts
/// sleep is then further on than the one that does not. Needs no logind, so that it is the same
/// with seatd.
class WakeWatch {
public:
    /// Calls @p woke from the loop, some time after the machine woke.
    WakeWatch(wl_event_loop* loop, std::function<void()> woke);

private:
    void arm();
    void on_clock_set();

    Fd timer_; ///< which the kernel cancels when it sets the clock, as it does on waking
    std::int64_t slept_ns_;
    std::function<void()> woke_;
    LoopCallback readable_;
};

} // namespace exwm_vr::server
