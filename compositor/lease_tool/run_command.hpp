// SPDX-License-Identifier: MIT
#pragma once

#include "lease_tool/obtain.hpp"

namespace exwm_vr::lease_tool {

/// Runs the command of @p arguments with the lease, and returns its exit status, or 128 and the
/// number of its signal; 127 when there is no such command, 126 when it cannot be run.
[[nodiscard]] int
run_command(ctl::Connection& connection, const Lease& lease, const Arguments& arguments);

/// The same for one that takes its lease itself: it is started when a headset is offered, and
/// ended when that is offered again, which it has lost.
[[nodiscard]] ctl::Outcome<int>
watch_command(ctl::Connection& connection, const Devices& devices, const Arguments& arguments);

} // namespace exwm_vr::lease_tool
