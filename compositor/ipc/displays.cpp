// SPDX-License-Identifier: MIT
#include "ipc/displays.hpp"

#include <algorithm>

namespace exwm_vr::ipc {

Displays displays_of(const Desktop& desktop) {
    Displays displays;
    for (const auto& headset : desktop.headsets()) {
        if (headset.desktop) {
            continue;
        }
        displays.connectors.emplace(headset.connector, headset.connector_id);
        if (!headset.withdrawn && !displays.selected) {
            displays.selected = {
                .connector = headset.connector,
                .connector_id = headset.connector_id,
                .name = headset.name,
            };
        }
    }
    if (displays.selected) {
        displays.mode = "headset";
    } else if (!displays.connectors.empty()) {
        displays.mode = "off";
    } else {
        const auto outputs = desktop.outputs();
        displays.mode = std::ranges::all_of(outputs, &Output::is_virtual) ? "headless" : "preview";
    }
    return displays;
}

} // namespace exwm_vr::ipc
