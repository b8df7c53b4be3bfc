// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/report.hpp"

#include <nlohmann/json_fwd.hpp>

namespace exwm_vr::gpu_tool {

/// All of the report: what could not be read is null or "unknown".
[[nodiscard]] nlohmann::json json_of(const environment::Report& report);

/// Names of the capabilities in @p set, a bit each.
[[nodiscard]] std::vector<std::string> capability_names(std::uint64_t set);

} // namespace exwm_vr::gpu_tool
