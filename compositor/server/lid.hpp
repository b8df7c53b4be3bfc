// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "output/outputs.hpp"
#include "wm/lid.hpp"

namespace exwm_vr::server {

/// Turns a laptop's panel off and on with its lid.
class LidPanels {
public:
    explicit LidPanels(output::Outputs& outputs)
        : outputs_(outputs) {}

    void configure(const config::Switches& settings);
    void toggled(bool closed);
    void outputs_changed();

private:
    [[nodiscard]] bool is_panel(const output::Output& output) const;

    output::Outputs& outputs_;
    config::Switches settings_;
    wm::Lid lid_;
    bool closed_ = false;
};

} // namespace exwm_vr::server
