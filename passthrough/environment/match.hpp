// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/probe.hpp"
#include "passthrough/environment/rule.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace exwm_vr::environment {

enum class Truth : std::uint8_t { no, yes, unknown };

/// What was asked for a rule, and what the answer was, cut to a line.
struct Evidence {
    std::string question;
    std::string answer;

    friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// What came of a rule.
struct Finding {
    const Rule* rule = nullptr;
    Truth truth = Truth::no;
    std::string id; ///< when it holds: the rule's, or the manager that the answer names
    /// When it holds: what makes it so. When unknown: what cannot be seen.
    std::vector<Evidence> evidence;
};

/// Asks until one condition does not hold.
[[nodiscard]] Finding apply(const Rule& rule, Probe& probe);

/// An answer for people: one line, at most 80 characters and no control characters.
[[nodiscard]] std::string shown(const Answer& answer);

} // namespace exwm_vr::environment
