// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "config/settings.hpp"

#include <string>
#include <vector>

namespace exwm_vr::config {

/// Reads what @p root gives over what @p into has; errors go to @p report, and @p into is then of
/// no use.
void read_config(const yaml::Node& root, Config& into, Report& report);
/// All keys as YAML with their explanations.
[[nodiscard]] std::string write_config(const Config& config);
/// All keys in the order in which they are written.
[[nodiscard]] std::vector<KeyDoc> describe_keys();

} // namespace exwm_vr::config
