// SPDX-License-Identifier: MIT
#pragma once

#include "config/input_rules.hpp"

#include <string_view>
#include <vector>

struct libinput_device;

namespace exwm_vr::input {

/// Gives a device what is wanted and, of all else, its own default. Returns the names of settings
/// that it does not have, or not with that value.
std::vector<std::string_view> apply(libinput_device& device, const config::InputSettings& settings);

/// What can be set of the device, with what it is now.
[[nodiscard]] std::vector<config::InputSetting> read_settings(libinput_device& device);

} // namespace exwm_vr::input
