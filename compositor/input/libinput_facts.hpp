// SPDX-License-Identifier: MIT
#pragma once

#include "config/input_rules.hpp"

struct libinput_device;

namespace exwm_vr::input {

/// What libinput and udev know of a device: its types, and the hardware's numbers.
[[nodiscard]] config::InputFacts describe(libinput_device& device);

} // namespace exwm_vr::input
