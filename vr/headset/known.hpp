// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace exwm_vr::headset {

/// What is in front of the eyes, as its maker has it.
struct Panel {
    Size size;           ///< of all eyes together, px
    int refresh_mhz = 0; ///< the highest, mHz

    friend bool operator==(const Panel&, const Panel&) = default;
};

/// A headset that is known by its EDID. The vendor there is another than that of its USB devices.
struct Known {
    std::string_view vendor; ///< PNP id
    std::uint16_t first = 0; ///< product numbers from this one …
    std::uint16_t last = 0;  ///< … to this one
    std::string_view name;
    std::optional<Panel> panel; ///< none: models of these numbers differ in it
    /// It is used as a monitor, too: no headset unless it says so itself, or a rule does.
    bool monitor = false;
};

[[nodiscard]] std::span<const Known> known_headsets();

/// Null when it is not in the table, which says nothing against it.
[[nodiscard]] const Known* find_known(std::string_view vendor, std::uint16_t product);

} // namespace exwm_vr::headset
