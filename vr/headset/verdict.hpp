// SPDX-License-Identifier: MIT
#pragma once

#include "vr/headset/edid.hpp"
#include "vr/headset/known.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::headset {

/// What a rule of the user says an output is for.
enum class Use : std::uint8_t {
    automatic, ///< what the evidence says
    desktop,
    headset,
};

/// What is known of a display before anything is shown on it.
struct Facts {
    bool non_desktop = false;  ///< the kernel's property
    std::optional<Edid> edid;  ///< none when there is none or it cannot be read
    Use rule = Use::automatic; ///< of the user
};

/// Whether a display is for a head, and what says so. For the desktop there may be evidence too,
/// which a rule has overruled.
struct Verdict {
    bool headset = false;
    std::string name;                  ///< "HTC Vive", else what the EDID says; may be empty
    std::optional<Panel> panel;        ///< as is known of such; none: nothing is
    std::vector<std::string> evidence; ///< a sentence each, the one that decided first

    friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// A rule decides; without one, any evidence is enough: a headset that is lit up as a desktop
/// hides windows in it, while a monitor that is taken for a headset is one rule away.
[[nodiscard]] Verdict judge(const Facts& facts);

} // namespace exwm_vr::headset
