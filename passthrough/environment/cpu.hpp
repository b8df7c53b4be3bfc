// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/question.hpp"

#include <string_view>

namespace exwm_vr::environment {

/// A leaf of CPUID ("0x40000003") as 16 bytes; absent where the CPU has no such instruction.
[[nodiscard]] Answer cpuid_leaf(std::string_view leaf);

/// The signatures of all hypervisors that the CPU tells of: some show another's first.
[[nodiscard]] Answer hypervisor_signatures();

} // namespace exwm_vr::environment
