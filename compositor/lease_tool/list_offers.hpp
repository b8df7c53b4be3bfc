// SPDX-License-Identifier: MIT
#pragma once

#include "lease_tool/devices.hpp"

namespace exwm_vr::lease_tool {

/// The headsets that are offered, as a table or as JSON.
[[nodiscard]] std::string list_offers(const std::vector<Offer>& offers, bool json, bool colour);

} // namespace exwm_vr::lease_tool
