// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/deadline.hpp"
#include "ctl/failure.hpp"
#include "ctl/wayland/connection.hpp"

#include <poll.h>

#include <span>

namespace exwm_vr::ctl {

/// Waits until one of @p others is ready, as their revents say, or something came from the
/// compositor, which is handled, or @p deadline has passed, which is no failure.
[[nodiscard]] Outcome<void>
wait_for_any(Connection& connection, std::span<pollfd> others, Deadline deadline);

} // namespace exwm_vr::ctl
