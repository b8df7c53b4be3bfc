// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>

namespace exwm_vr::ipc {

constexpr int max_rate_limit = 10000; ///< messages a second

/// Admits so many messages in each window of one second. The window opens with a message, so
/// that a peer that was silent is never held to what it sent before.
class RateLimit {
public:
    explicit RateLimit(int per_second) { set(per_second); }

    void set(int per_second) { per_second_ = std::clamp(per_second, 1, max_rate_limit); }

    [[nodiscard]] int per_second() const { return per_second_; }

    /// Counts a message; false when it is one too many.
    bool admit(std::uint64_t now_ms) {
        if (count_ == 0 || now_ms < window_start_ms_ || now_ms - window_start_ms_ >= 1000) {
            window_start_ms_ = now_ms;
            count_ = 0;
        }
        if (count_ >= per_second_) {
            return false;
        }
        ++count_;
        return true;
    }

private:
    int per_second_ = 1;
    int count_ = 0;
    std::uint64_t window_start_ms_ = 0;
};

} // namespace exwm_vr::ipc
