// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr::ctl {

using std::chrono::milliseconds;

/// Reads "5s", "500ms", "1.5s", "2m" or a bare number of seconds; 0 to 24 hours.
[[nodiscard]] Result<milliseconds> parse_duration(std::string_view text);
/// The shortest form that parse_duration() reads back: "500ms", "5s", "2m".
[[nodiscard]] std::string to_string(milliseconds duration);

/// How long a compositor gets for what it should do at once: one that takes longer is stuck.
constexpr milliseconds patience{30'000};

/// A moment on the monotonic clock after which waiting ends; without one it never ends.
class Deadline {
public:
    [[nodiscard]] static Deadline never() { return Deadline(); }

    [[nodiscard]] static Deadline after(milliseconds duration) {
        Deadline deadline;
        deadline.at_ = Clock::now() + duration;
        return deadline;
    }

    [[nodiscard]] bool passed() const { return at_ && Clock::now() >= *at_; }

    /// What is left, as poll() takes it: rounded up, -1 for no end.
    [[nodiscard]] int poll_timeout() const {
        if (!at_) {
            return -1;
        }
        const auto left = std::chrono::ceil<milliseconds>(*at_ - Clock::now());
        return left.count() > 0 ? static_cast<int>(left.count()) : 0;
    }

    /// The earlier of the two.
    [[nodiscard]] Deadline or_sooner(Deadline other) const {
        if (!at_ || (other.at_ && *other.at_ < *at_)) {
            return other;
        }
        return *this;
    }

private:
    using Clock = std::chrono::steady_clock;
    std::optional<Clock::time_point> at_;
};

} // namespace exwm_vr::ctl
