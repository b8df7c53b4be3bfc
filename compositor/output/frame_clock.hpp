// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace exwm_vr::output {

/// Decides when a virtual output shows its next frame, so that it ticks evenly at its refresh
/// rate. wlroots' own timer for them has whole milliseconds, which makes 144 Hz into 166 Hz.
/// Times are ns of CLOCK_MONOTONIC.
class FrameClock {
public:
    /// @p refresh_mhz in mHz; 0 or less means 60 Hz.
    void set_refresh(int refresh_mhz);

    /// When a frame wanted at @p now_ns may be shown: @p now_ns itself after a rest, else the
    /// next tick of the grid that the last frames were on.
    [[nodiscard]] std::int64_t next_tick(std::int64_t now_ns) const;

    /// A frame is shown now.
    void shown(std::int64_t now_ns);

    [[nodiscard]] std::int64_t period_ns() const { return period_ns_; }

    /// How many ticks there were up to the last frame, also those that showed nothing new.
    [[nodiscard]] std::uint64_t ticks() const { return ticks_; }

private:
    std::int64_t period_ns_ = 16'666'666;
    std::int64_t last_tick_ns_ = 0; ///< 0: none yet
    std::uint64_t ticks_ = 0;
};

} // namespace exwm_vr::output
