// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/finding.hpp"
#include "vr/doctor/probe.hpp"
#include "vr/headset/verdict.hpp"

namespace exwm_vr::doctor {

/// Something that is plugged into a connector, as the kernel's files show it.
struct Display {
    std::string name;        ///< "card0-DP-1"
    std::string card_number; ///< of the card's device file, "226:0"; may be empty
    std::string problem;     ///< why its EDID cannot be read; empty: it can
    headset::Verdict verdict;
};

/// None when there is no card that has connectors at all.
[[nodiscard]] std::optional<std::vector<Display>> find_displays(const Probe& probe);

[[nodiscard]] Finding judge(const std::optional<std::vector<Display>>& displays);

/// What the compositor makes of them.
[[nodiscard]] Finding judge(
    const Result<std::vector<KnownHeadset>>& known,
    const std::optional<std::vector<Display>>& displays
);

} // namespace exwm_vr::doctor
