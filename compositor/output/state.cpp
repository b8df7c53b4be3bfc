// SPDX-License-Identifier: MIT
#include "output/state.hpp"

namespace exwm_vr::output {

void fill(wlr_output_state* state, const Outputs::Change& change) {
    const auto& output = change.output->handle();
    const auto& settings = change.settings;
    const bool enabled = settings.enabled.value_or(output.enabled);
    if (enabled != output.enabled) {
        wlr_output_state_set_enabled(state, enabled);
    }
    if (!enabled) {
        // A backend refuses modes and the like of an output that is off.
        return;
    }
    if (change.mode != nullptr) {
        wlr_output_state_set_mode(state, change.mode);
    } else if (settings.mode || settings.refresh_mhz) {
        const auto size = settings.mode.value_or(Size{output.width, output.height});
        const int refresh = settings.refresh_mhz.value_or(settings.mode ? 0 : output.refresh);
        wlr_output_state_set_custom_mode(state, size.width, size.height, refresh);
    }
    if (settings.scale) {
        wlr_output_state_set_scale(state, static_cast<float>(*settings.scale));
    }
    if (settings.transform) {
        wlr_output_state_set_transform(
            state, static_cast<wl_output_transform>(*settings.transform)
        );
    }
    if (change.adaptive_sync) {
        wlr_output_state_set_adaptive_sync_enabled(state, *change.adaptive_sync);
    }
}

} // namespace exwm_vr::output
