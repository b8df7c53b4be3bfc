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

    /// Nobody knows any more whether the lid is closed, as when another terminal is shown.
    void device_gone() { closed_ = false; }

    void outputs_changed();

    /// Whether the lid alone keeps that output off.
    [[nodiscard]] bool holds(const output::Output& output) const {
        return lid_.holds(output.name());
    }

private:
    [[nodiscard]] bool is_panel(const output::Output& output) const;

    output::Outputs& outputs_;
    config::Switches settings_;
    wm::Lid lid_;
    bool closed_ = false;
};

} // namespace exwm_vr::server
