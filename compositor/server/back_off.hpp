// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <optional>

namespace exwm_vr::server {

/// How long to wait before each of several tries: longer each time, and in the end not at all.
class BackOff {
public:
    static constexpr int usual_tries = 12; ///< minutes: a GPU's reset takes seconds

    explicit BackOff(int tries = usual_tries)
        : tries_(tries) {}

    /// ms from now; nothing when it is time to give up.
    [[nodiscard]] std::optional<int> next() {
        constexpr int first_ms = 250;
        constexpr int longest_ms = 30'000;
        if (tried_ >= tries_) {
            return std::nullopt;
        }
        return std::min(first_ms << tried_++, longest_ms);
    }

    void reset() { tried_ = 0; }

private:
    int tries_;
    int tried_ = 0;
};

} // namespace exwm_vr::server
