// SPDX-License-Identifier: MIT
#pragma once

#include "config/action.hpp"
#include "server/desk.hpp"
#include "server/ipc_desktop.hpp"

namespace exwm_vr::server {

/// Carries out what a key binding says. An action that does not apply now (closing without a
/// window, say) does nothing.
void run_action(const config::Action& action, Desk& desk, const SessionControl& control);

} // namespace exwm_vr::server
