// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace exwm_vr::headset {

/// A headset that is known by its EDID. The vendor there is another than that of its USB devices.
struct Known {
    std::string_view vendor; ///< PNP id
    std::uint16_t first = 0; ///< product numbers from this one …
    std::uint16_t last = 0;  ///< … to this one
    std::string_view name;
    /// It is used as a monitor, too: no headset unless it says so itself, or a rule does.
    bool monitor = false;
};

[[nodiscard]] std::span<const Known> known_headsets();

/// Null when it is not in the table, which says nothing against it.
[[nodiscard]] const Known* find_known(std::string_view vendor, std::uint16_t product);

} // namespace exwm_vr::headset
