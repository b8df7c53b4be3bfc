// SPDX-License-Identifier: MIT
#pragma once

#include "output/outputs.hpp"

namespace exwm_vr::output {

/// Whether the output itself names a mode of that size, px.
[[nodiscard]] bool has_mode(const wlr_output& output, Size size);

/// Writes a change into an empty output state, for a test or a commit.
void fill(wlr_output_state* state, const Outputs::Change& change);

} // namespace exwm_vr::output
