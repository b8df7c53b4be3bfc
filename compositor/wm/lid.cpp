// SPDX-License-Identifier: MIT
#include "wm/lid.hpp"

#include <algorithm>

namespace exwm_vr::wm {

std::vector<LidChange> Lid::update(bool closed, std::span<const LidOutput> outputs) {
    const bool another_on =
        std::ranges::any_of(outputs, [](const LidOutput& o) { return !o.panel && o.on; });
    const bool off = closed && another_on;
    std::vector<LidChange> changes;
    if (off == off_) {
        return changes;
    }
    off_ = off;
    for (const LidOutput& output : outputs) {
        if (off && output.panel && output.on) {
            turned_off_.push_back(output.id);
            changes.push_back({.id = output.id, .on = false});
        } else if (!off && !output.on && std::ranges::contains(turned_off_, output.id)) {
            changes.push_back({.id = output.id, .on = true});
        }
    }
    if (!off) {
        turned_off_.clear();
    }
    return changes;
}

} // namespace exwm_vr::wm
