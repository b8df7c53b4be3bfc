// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "wm/layout.hpp"
#include "wm/types.hpp"

#include <optional>
#include <vector>

namespace exwm_vr::wm {

/// What was chosen by hand for one workspace; what is not set follows the options.
struct LayoutChoice {
    std::optional<LayoutKind> kind;
    std::optional<double> master_ratio;
    std::optional<int> master_count;
};

struct Workspace {
    /// In tiling order. Floating ones keep their place among them for when they are tiled again.
    std::vector<WindowId> windows;
    LayoutChoice choice;
};

/// @p options with every value moved into the range that its comment gives.
[[nodiscard]] Options sane_options(Options options);

[[nodiscard]] double sane_master_ratio(double ratio);
[[nodiscard]] int sane_master_count(long long count);

/// What holds on a workspace after its own choice and the options.
[[nodiscard]] TileOptions tile_options(const LayoutChoice& choice, const Options& options);

} // namespace exwm_vr::wm
