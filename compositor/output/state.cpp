// SPDX-License-Identifier: MIT
#include "output/state.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <tuple>

namespace exwm_vr::output {
namespace {

/// Rates are given with few decimals, and 60 may mean 59.94.
constexpr int refresh_tolerance_mhz = 100;

/// The output's own mode of that size: with the rate that was asked for (0: any), the preferred
/// one of several, else the fastest. Null when it has none.
wlr_output_mode* own_mode(const wlr_output& output, Size size, int refresh_mhz) {
    wlr_output_mode* best = nullptr;
    wlr_output_mode* mode = nullptr;
    wl_list_for_each(mode, &output.modes, link) {
        const bool fits =
            mode->width == size.width && mode->height == size.height &&
            (refresh_mhz == 0 || std::abs(mode->refresh - refresh_mhz) <= refresh_tolerance_mhz);
        const auto better = [&] {
            if (refresh_mhz != 0) {
                return std::abs(mode->refresh - refresh_mhz) <
                       std::abs(best->refresh - refresh_mhz);
            }
            return !best->preferred && (mode->preferred || mode->refresh > best->refresh);
        };
        if (fits && (best == nullptr || better())) {
            best = mode;
        }
    }
    return best;
}

/// A commit of the mode that it is in would make the picture flicker on some hardware.
bool is_in(const wlr_output& output, const wlr_output_mode* mode) {
    return output.enabled && output.current_mode == mode;
}

/// One of the output's own modes before one with timings that nobody has tried.
void set_mode(
    wlr_output_state* state, const wlr_output& output, const config::OutputSettings& settings
) {
    Size now{output.width, output.height};
    if (const auto* preferred = wlr_output_preferred_mode(const_cast<wlr_output*>(&output));
        preferred != nullptr && now.empty()) {
        now = {preferred->width, preferred->height};
    }
    const auto size = settings.mode.value_or(now);
    const int refresh = settings.refresh_mhz.value_or(settings.mode ? 0 : output.refresh);
    if (auto* mode = own_mode(output, size, refresh)) {
        if (!is_in(output, mode)) {
            wlr_output_state_set_mode(state, mode);
        }
    } else if (!output.enabled || size != now || refresh != output.refresh) {
        wlr_output_state_set_custom_mode(state, size.width, size.height, refresh);
    }
}

} // namespace

bool has_mode(const wlr_output& output, Size size) {
    return own_mode(output, size, 0) != nullptr;
}

std::vector<wlr_output_mode*> modes_to_try(const wlr_output& output) {
    std::vector<wlr_output_mode*> modes;
    wlr_output_mode* mode = nullptr;
    wl_list_for_each(mode, &output.modes, link) {
        modes.push_back(mode);
    }
    const auto rank = [](const wlr_output_mode* m) {
        return std::tuple(m->preferred, std::int64_t{m->width} * m->height, m->refresh);
    };
    std::ranges::stable_sort(modes, std::ranges::greater{}, rank);
    return modes;
}

void fill(wlr_output_state* state, const Outputs::Change& change) {
    const auto& output = change.output->handle();
    const auto& settings = change.settings;
    const bool enabled = settings.enabled.value_or(output.enabled);
    if (enabled != output.enabled) {
        wlr_output_state_set_enabled(state, enabled);
    }
    if (settings.scale && static_cast<float>(*settings.scale) != output.scale) {
        wlr_output_state_set_scale(state, static_cast<float>(*settings.scale));
    }
    if (settings.transform &&
        static_cast<wl_output_transform>(*settings.transform) != output.transform) {
        wlr_output_state_set_transform(
            state, static_cast<wl_output_transform>(*settings.transform)
        );
    }
    if (!enabled) {
        // A backend refuses modes and the like of an output that is off.
        return;
    }
    if (change.mode != nullptr) {
        if (!is_in(output, change.mode)) {
            wlr_output_state_set_mode(state, change.mode);
        }
    } else if (settings.mode || settings.refresh_mhz) {
        set_mode(state, output, settings);
    }
    if (settings.adaptive_sync) {
        const bool on = *settings.adaptive_sync == config::AdaptiveSync::on;
        const bool now = output.adaptive_sync_status == WLR_OUTPUT_ADAPTIVE_SYNC_ENABLED;
        if (output.adaptive_sync_supported && on != now) {
            wlr_output_state_set_adaptive_sync_enabled(state, on);
        }
    }
}

} // namespace exwm_vr::output
