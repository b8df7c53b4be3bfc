// SPDX-License-Identifier: MIT
#include "output/frame_clock.hpp"

#include <algorithm>

namespace exwm_vr::output {

void FrameClock::set_refresh(int refresh_mhz) {
    constexpr int default_mhz = 60'000;
    period_ns_ = 1'000'000'000'000 / (refresh_mhz > 0 ? refresh_mhz : default_mhz);
}

std::int64_t FrameClock::next_tick(std::int64_t now_ns) const {
    if (last_tick_ns_ == 0) {
        return now_ns;
    }
    return std::max(now_ns, last_tick_ns_ + period_ns_);
}

void FrameClock::shown(std::int64_t now_ns) {
    const auto passed = last_tick_ns_ != 0 ? (now_ns - last_tick_ns_) / period_ns_ : 1;
    ticks_ += static_cast<std::uint64_t>(std::max<std::int64_t>(passed, 1));
    const std::int64_t late = now_ns - (last_tick_ns_ + period_ns_);
    // A frame that is a little late does not move the grid; one after a rest starts a new grid.
    const bool on_grid = last_tick_ns_ != 0 && late >= 0 && late < period_ns_;
    last_tick_ns_ = on_grid ? last_tick_ns_ + period_ns_ : now_ns;
}

} // namespace exwm_vr::output
