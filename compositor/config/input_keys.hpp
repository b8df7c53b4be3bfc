// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "config/settings.hpp"

namespace exwm_vr::config {

/// The key `inputs` of the file: rules for input devices.
[[nodiscard]] Key<Config> inputs_key();

/// The section `switches`: what a laptop's lid and its like do.
[[nodiscard]] Key<Config> switches_key();

} // namespace exwm_vr::config
