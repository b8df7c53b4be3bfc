// SPDX-License-Identifier: MIT
#include "wm/workspace.hpp"

#include <algorithm>
#include <cmath>

namespace exwm_vr::wm {

double sane_master_ratio(double ratio) {
    return std::isnan(ratio) ? Options{}.master_ratio : std::clamp(ratio, 0.1, 0.9);
}

int sane_master_count(long long count) {
    return static_cast<int>(std::clamp(count, 1LL, 16LL));
}

Options sane_options(Options options) {
    options.workspaces = std::clamp(options.workspaces, 1, 32);
    options.master_ratio = sane_master_ratio(options.master_ratio);
    options.master_count = sane_master_count(options.master_count);
    options.gap = std::clamp(options.gap, 0, 200);
    options.border = std::clamp(options.border, 0, 32);
    return options;
}

TileOptions tile_options(const LayoutChoice& choice, const Options& options) {
    return {
        .kind = choice.kind.value_or(options.layout),
        .master_ratio = choice.master_ratio.value_or(options.master_ratio),
        .master_count = choice.master_count.value_or(options.master_count),
        .gap = options.gap,
    };
}

} // namespace exwm_vr::wm
