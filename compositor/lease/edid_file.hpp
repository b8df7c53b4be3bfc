// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "vr/headset/edid.hpp"

#include <string>

namespace exwm_vr::lease {

/// The EDID that the kernel read from what is plugged in at "DP-1" of "card0".
[[nodiscard]] Result<headset::Edid>
read_edid_of(const std::string& card, const std::string& connector);

} // namespace exwm_vr::lease
