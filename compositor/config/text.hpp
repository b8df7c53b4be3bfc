// SPDX-License-Identifier: MIT
#pragma once

#include "base/text.hpp"

namespace exwm_vr::config {

using exwm_vr::first_code_point;
using exwm_vr::in_quotes;
using exwm_vr::to_utf8;
using exwm_vr::trimmed;
using exwm_vr::valid_utf8;

} // namespace exwm_vr::config
