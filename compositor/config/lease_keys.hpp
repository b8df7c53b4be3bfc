// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "config/settings.hpp"

namespace exwm_vr::config {

/// The key `use` of an output's rule.
[[nodiscard]] Key<OutputRule> output_use_key();

/// The section `leases`: how headsets are leased.
[[nodiscard]] Key<Config> leases_key();

/// The key `lease_rules`: who may lease them.
[[nodiscard]] Key<Config> lease_rules_key();

} // namespace exwm_vr::config
