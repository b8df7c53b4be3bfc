// SPDX-License-Identifier: MIT
#pragma once

#include "lease_tool/obtain.hpp"

namespace exwm_vr::lease_tool {

/// The variable that tells a program the number of its lease's descriptor.
constexpr const char* lease_variable = "DRM_LEASE_FD";

/// Runs the command of @p arguments with the lease, and returns its exit status, or 128 and the
/// number of its signal; 127 when there is no such command, 126 when it cannot be run.
[[nodiscard]] int
run_command(ctl::Connection& connection, const Lease& lease, const Arguments& arguments);

} // namespace exwm_vr::lease_tool
