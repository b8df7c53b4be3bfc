// SPDX-License-Identifier: MIT
#pragma once

namespace exwm_vr {

/// Sends wlroots' log to ours. wlroots calls many an expected thing an error, so its errors are
/// warnings here and everything else is for debugging.
void forward_wlroots_log();

} // namespace exwm_vr
