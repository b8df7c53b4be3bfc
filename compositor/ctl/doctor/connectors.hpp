// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace exwm_vr::ctl {

/// The kernel's non-desktop property of a connector, "DP-1" of "card0"; none when the card cannot
/// be opened or has no such connector. Changes nothing: it asks for what the kernel knows already.
[[nodiscard]] std::optional<bool>
non_desktop(const std::string& card, const std::string& connector);

} // namespace exwm_vr::ctl
