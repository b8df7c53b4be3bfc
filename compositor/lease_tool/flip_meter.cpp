// SPDX-License-Identifier: MIT
#include "lease_tool/flip_meter.hpp"

#include <cmath>
#include <limits>

namespace exwm_vr::lease_tool {

void FlipMeter::add(Flip flip) {
    ++flips_;
    if (last_) {
        const auto passed = flip.at - last_->at;
        const std::uint32_t counted = flip.sequence - last_->sequence; // it wraps
        constexpr auto backwards = std::numeric_limits<std::uint32_t>::max() / 2;
        if (counted > 0 && counted <= backwards) {
            missed_ += counted - 1;
        } else if (passed.count() > 0) {
            const double refreshes =
                std::round(std::chrono::duration<double>(passed).count() * refresh_);
            missed_ += refreshes > 1 ? static_cast<std::uint64_t>(refreshes) - 1 : 0;
        }
        if (passed.count() > 0) {
            span_ += passed;
        }
    }
    last_ = flip;
}

double FlipMeter::rate() const {
    const double seconds = std::chrono::duration<double>(span_).count();
    return seconds > 0 ? static_cast<double>(flips_ - 1) / seconds : 0;
}

} // namespace exwm_vr::lease_tool
