// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/plan.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::launch {

/// What generators for virtual machines share.

/// Whether the host's GPU draws for the machine's device.
[[nodiscard]] bool draws_by_host(Mode mode);

/// Its memory in MiB; an error when that is no whole number.
[[nodiscard]] Result<std::uint64_t> whole_mebibytes(const Plan& plan);

/// "qcow2" or "raw", by the name.
[[nodiscard]] std::string_view disk_format(std::string_view image);

/// Functions of one slot together, the first first.
[[nodiscard]] std::vector<std::vector<const PciFunction*>>
by_slot(const std::vector<PciFunction>& functions);

/// Whether it is started with firmware that is named.
[[nodiscard]] bool needs_firmware(const Plan& plan);

/// What goes before the program that is the machine, to hold it to its quota of the CPU's time: a
/// scope of systemd's. Empty without a quota. What it applies, or why it does not, is in
/// @p emission.
[[nodiscard]] std::string scope_for(const Plan& plan, Emission& emission);

/// What is the same for all of them to say.
[[nodiscard]] std::vector<std::string> machine_warnings(const Plan& plan);

} // namespace exwm_vr::launch
