// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/displays.hpp"
#include "vr/doctor/finding.hpp"
#include "vr/doctor/probe.hpp"

namespace exwm_vr::doctor {

/// What goes from the process that asks the drivers, which may crash, to the one that judges.
[[nodiscard]] std::string write_vulkan(const Vulkan& vulkan);
[[nodiscard]] Result<Vulkan> read_vulkan(std::string_view text);

constexpr std::size_t vulkan_limit = 256 * 1024; ///< bytes of such a text

/// Whether Vulkan can draw on a leased display, of the headsets' cards where some are known.
[[nodiscard]] Finding judge(const Result<Vulkan>& vulkan, const std::vector<Display>& displays);

} // namespace exwm_vr::doctor
