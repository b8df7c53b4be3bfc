// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace exwm_vr::lease_tool {

/// A picture that came onto a display.
struct Flip {
    std::uint32_t sequence = 0; ///< the display's refresh; stays 0 where the driver counts none
    std::chrono::microseconds at{};
};

/// How regularly pictures come onto a display.
class FlipMeter {
public:
    /// @p refresh of the mode, in Hz.
    explicit FlipMeter(double refresh)
        : refresh_(refresh) {}

    void add(Flip flip);

    [[nodiscard]] std::uint64_t flips() const { return flips_; }

    /// Refreshes without a new picture, between the first and the last flip. Counted by the
    /// display where it counts, else by the time that went by.
    [[nodiscard]] std::uint64_t missed() const { return missed_; }

    /// From the first flip to the last one.
    [[nodiscard]] std::chrono::microseconds span() const { return span_; }

    /// Flips a second; 0 with fewer than two.
    [[nodiscard]] double rate() const;

private:
    double refresh_;
    std::uint64_t flips_ = 0;
    std::uint64_t missed_ = 0;
    std::chrono::microseconds span_{};
    std::optional<Flip> last_;
};

} // namespace exwm_vr::lease_tool
