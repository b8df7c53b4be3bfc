// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace exwm_vr::headset {

/// Microsoft's vendor-specific data block, "EDID extension for head-mounted and specialized
/// monitors".
struct MicrosoftBlock {
    int version = 0;          ///< 1 and 2: a head-mounted display; 3: see desktop_use
    bool desktop_use = false; ///< of version 3: the desktop may be on it, too

    friend bool operator==(const MicrosoftBlock&, const MicrosoftBlock&) = default;
};

/// What DisplayID 2.0 says that a display is for first of all, as far as it matters here.
enum class PrimaryUse : std::uint8_t { other, vr, ar };

/// What an EDID tells of what a display is.
struct Edid {
    std::string vendor;        ///< PNP id, three capital letters: "VLV"
    std::uint16_t product = 0; ///< the vendor's own number
    std::string name;          ///< empty when it has none
    std::string serial;        ///< as text, or the number, empty when it has neither
    std::optional<MicrosoftBlock> microsoft;
    std::optional<PrimaryUse> primary_use; ///< without DisplayID 2.0: none

    friend bool operator==(const Edid&, const Edid&) = default;
};

/// Reads an EDID with its extension blocks, which comes from a device and is not to be trusted.
/// What an extension has wrong costs that extension alone.
[[nodiscard]] Result<Edid> read_edid(std::span<const std::uint8_t> bytes);

} // namespace exwm_vr::headset
