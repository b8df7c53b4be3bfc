// SPDX-License-Identifier: MIT
#pragma once

#include "image/image.hpp"

#include <cstdint>
#include <vector>

namespace exwm_vr::shell {

/// What a client gave for a window to be known by; copies, as its own memory may change.
struct WindowIcon {
    std::vector<Image> pictures; ///< smallest first, as usable_icons() has them
    std::uint64_t serial = 0;    ///< another one each time it changes; 0: there was none yet
};

} // namespace exwm_vr::shell
