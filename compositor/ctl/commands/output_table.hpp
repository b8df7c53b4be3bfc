// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "ctl/commands/context.hpp"
#include "ctl/replies.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace exwm_vr::ctl {

/// Prints all outputs, on and off: by IPC, else by wlr-output-management.
Outcome<void> list_outputs(Context& context);

[[nodiscard]] nlohmann::json json_of(Box box);
[[nodiscard]] nlohmann::json json_of(const OutputInfo& output);

/// "800x600-10+20".
[[nodiscard]] std::string to_string(Box box);

} // namespace exwm_vr::ctl
