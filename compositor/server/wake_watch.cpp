// SPDX-License-Identifier: MIT
#include "server/wake_watch.hpp"

#include "base/log.hpp"

#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>

namespace exwm_vr::server {
namespace {

// The two clocks are read one after the other.
constexpr std::int64_t tolerance_ns = 100'000'000;

std::int64_t now_ns(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return (std::int64_t{now.tv_sec} * 1'000'000'000) + now.tv_nsec;
}

/// How long the machine has slept since it was started.
std::int64_t slept_ns() {
    return now_ns(CLOCK_BOOTTIME) - now_ns(CLOCK_MONOTONIC);
}

} // namespace

WakeWatch::WakeWatch(wl_event_loop* loop, std::function<void()> woke)
    : timer_(timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK))
    , slept_ns_(slept_ns())
    , woke_(std::move(woke)) {
    if (!timer_) {
        log::warn("no timer tells that the machine has slept: {}", std::strerror(errno));
        return;
    }
    arm();
    readable_ = LoopCallback::on_readable(loop, timer_.get(), [this] { on_clock_set(); });
}

void WakeWatch::arm() {
    itimerspec never{};
    never.it_value.tv_sec = 9'000'000'000; // the last years that the kernel can count to
    timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr);
}

void WakeWatch::on_clock_set() {
    std::uint64_t times = 0;
    const auto got = read(timer_.get(), &times, sizeof times);
    if (got >= 0 || errno != ECANCELED) {
        return;
    }
    arm();
    // Also somebody who sets the clock comes here.
    const auto slept = slept_ns();
    if (slept > slept_ns_ + tolerance_ns) {
        slept_ns_ = slept;
        woke_();
    }
}

} // namespace exwm_vr::server
