// SPDX-License-Identifier: MIT
#include "wm/lid.hpp"

#include <algorithm>
#include <iterator>

namespace exwm_vr::wm {

std::vector<LidChange> Lid::update(bool closed, std::span<const LidOutput> outputs) {
    if (outputs.empty()) {
        return {}; // another terminal is shown: all come back, and nothing can be said until then
    }
    const bool another_on =
        std::ranges::any_of(outputs, [](const LidOutput& o) { return !o.panel && o.on; });
    const bool off = closed && another_on;
    const bool begins = off && !off_;
    off_ = off;
    std::vector<LidChange> changes;
    for (const LidOutput& output : outputs) {
        if (!output.panel) {
            continue;
        }
        const bool comes = !seen_.contains(output.id);
        if (off && output.on && (begins || comes)) {
            turned_off_.insert(output.name);
            changes.push_back({.id = output.id, .on = false});
        } else if (off && output.on) {
            turned_off_.erase(output.name); // the user wants it on
        } else if (!off && !output.on && turned_off_.contains(output.name)) {
            changes.push_back({.id = output.id, .on = true});
        }
    }
    seen_.clear();
    std::ranges::transform(outputs, std::inserter(seen_, seen_.end()), &LidOutput::id);
    if (!off) {
        turned_off_.clear();
    }
    return changes;
}

} // namespace exwm_vr::wm
