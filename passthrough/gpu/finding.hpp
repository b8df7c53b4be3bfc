// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::gpu {

/// How bad something is, the worst last but for what cannot be known.
enum class Severity : std::uint8_t {
    ok,
    unknown, ///< it cannot be seen from here
    info,    ///< worth knowing, nothing is wrong
    warning, ///< it works, or may, but not as it should
    error,   ///< it does not work like this
};

[[nodiscard]] constexpr std::string_view to_string(Severity severity) {
    switch (severity) {
    case Severity::ok:
        return "ok";
    case Severity::unknown:
        return "unknown";
    case Severity::info:
        return "info";
    case Severity::warning:
        return "warning";
    case Severity::error:
        break;
    }
    return "error";
}

/// What a check found out.
struct Finding {
    std::string id; ///< for scripts: "nvidia-libraries"
    Severity severity = Severity::unknown;
    std::vector<std::string> evidence; ///< a sentence each, never empty
    std::string remedy;                ///< what to do; empty where there is nothing to

    friend bool operator==(const Finding&, const Finding&) = default;
};

[[nodiscard]] inline Severity worst(std::span<const Finding> findings) {
    auto severity = Severity::ok;
    for (const auto& finding : findings) {
        severity = std::max(severity, finding.severity);
    }
    return severity;
}

} // namespace exwm_vr::gpu
