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

/// Null for an empty size.
[[nodiscard]] nlohmann::json json_of_mode(Size size, int refresh_mhz);

/// "2160x1200@89.53"; "-" for an empty size.
[[nodiscard]] std::string mode_text(Size size, int refresh_mhz);

/// "800x600-10+20".
[[nodiscard]] std::string to_string(Box box);

} // namespace exwm_vr::ctl
