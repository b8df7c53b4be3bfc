// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/device.hpp"

#include <vector>

namespace exwm_vr::gpu {

/// All DRM devices as sysfs and udev describe them, in the order of their nodes. Opens none: a
/// GPU that sleeps goes on sleeping. Empty without any, or without /dev/dri; where seatd opens
/// cards (LIBSEAT_BACKEND), those that have no node here are among them.
[[nodiscard]] std::vector<Device> take_inventory();

} // namespace exwm_vr::gpu
