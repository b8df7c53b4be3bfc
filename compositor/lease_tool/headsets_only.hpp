// SPDX-License-Identifier: MIT
#pragma once

#include "lease_tool/devices.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace exwm_vr::lease_tool {

/// A runtime is started for headsets alone, and not for an output of the desktop that is offered
/// besides. The protocol tells them not apart, but exwm-vr does.
class HeadsetsOnly {
public:
    /// Whether it is a headset; nothing when the compositor should say so and did not.
    [[nodiscard]] std::optional<bool> accept(const Offer& offer);

private:
    [[nodiscard]] static std::optional<bool> is_desktop(const std::string& connector);

    std::map<std::uint64_t, bool> known_; ///< by the numbers of offers
};

} // namespace exwm_vr::lease_tool
