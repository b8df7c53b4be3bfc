// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/failure.hpp"
#include "lease_tool/obtain.hpp"

namespace exwm_vr::lease_tool {

/// Shows the test picture until a limit of @p arguments is reached or a signal comes, and prints
/// how regularly the display took it.
[[nodiscard]] ctl::Outcome<void>
show_pattern(ctl::Connection& connection, const Obtained& obtained, const Arguments& arguments);

} // namespace exwm_vr::lease_tool
