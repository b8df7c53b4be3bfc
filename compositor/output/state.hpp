// SPDX-License-Identifier: MIT
#pragma once

#include "output/outputs.hpp"

#include <vector>

namespace exwm_vr::output {

/// Whether the output itself names a mode of that size, px.
[[nodiscard]] bool has_mode(const wlr_output& output, Size size);

/// The output's own modes in the order in which they are to be tried when the first is refused: the
/// preferred one, then from large to small and from fast to slow.
[[nodiscard]] std::vector<wlr_output_mode*> modes_to_try(const wlr_output& output);

/// Writes a change into an empty output state, for a test or a commit.
void fill(wlr_output_state* state, const Outputs::Change& change);

} // namespace exwm_vr::output
