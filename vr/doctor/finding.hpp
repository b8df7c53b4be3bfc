// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::doctor {

/// How a part of the chain is, the worst last but for what cannot be known.
enum class State : std::uint8_t {
    ok,
    unknown, ///< it cannot be seen from here
    warning, ///< it works, or may, but not as it should
    error,   ///< virtual reality does not work like this
};

/// What was found out about one part.
struct Finding {
    std::string id; ///< for scripts: "openxr-runtime"
    State state = State::unknown;
    std::vector<std::string> evidence; ///< a sentence each, never empty
    std::string advice;                ///< what to do; empty where there is nothing to

    friend bool operator==(const Finding&, const Finding&) = default;
};

[[nodiscard]] constexpr std::string_view to_string(State state) {
    switch (state) {
    case State::ok:
        return "ok";
    case State::unknown:
        return "unknown";
    case State::warning:
        return "warning";
    case State::error:
        break;
    }
    return "error";
}

/// The worse of the two.
[[nodiscard]] constexpr State worse(State a, State b) {
    return std::max(a, b);
}

} // namespace exwm_vr::doctor
