// SPDX-License-Identifier: MIT
#include "server/lid.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace exwm_vr::server {

void LidPanels::configure(const config::Switches& settings) {
    settings_ = settings;
    outputs_changed();
}

void LidPanels::toggled(bool closed) {
    closed_ = closed;
    outputs_changed();
}

bool LidPanels::is_panel(const output::Output& output) const {
    return std::ranges::any_of(settings_.panels, [&](const std::string& name) {
        return config::matches_glob(name, output.name());
    });
}

void LidPanels::outputs_changed() {
    std::vector<wm::LidOutput> outputs;
    for (const auto* output : outputs_.all()) {
        outputs.push_back(
            {.id = output->id(),
             .name = output->name(),
             .panel = is_panel(*output),
             .on = output->active()}
        );
    }
    for (const auto& change : lid_.update(closed_ && settings_.lid_turns_panel_off, outputs)) {
        auto* output = outputs_.find(change.id);
        if (output == nullptr) {
            continue; // the one before it took its place
        }
        const output::Outputs::Change wish{
            .output = output, .settings = {.enabled = change.on}, .mode = nullptr
        };
        // Not to be kept: a panel that comes back may find the lid open.
        if (const auto applied = outputs_.apply_for_now({&wish, 1}); !applied) {
            log::warn("lid: {}", applied.error().message);
        }
    }
}

} // namespace exwm_vr::server
