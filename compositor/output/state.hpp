// SPDX-License-Identifier: MIT
#pragma once

#include "output/outputs.hpp"

namespace exwm_vr::output {

/// Writes a change into an empty output state, for a test or a commit.
void fill(wlr_output_state* state, const Outputs::Change& change);

} // namespace exwm_vr::output
