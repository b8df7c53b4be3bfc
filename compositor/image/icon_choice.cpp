// SPDX-License-Identifier: MIT
#include "image/icon_choice.hpp"

#include <algorithm>

namespace exwm_vr {
namespace {

bool possible(Size size) {
    return !size.empty() && size.width <= largest_icon && size.height <= largest_icon;
}

std::size_t area(Size size) {
    return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
}

} // namespace

int icon_size(Size size) {
    return std::max(size.width, size.height);
}

std::vector<std::size_t> usable_icons(std::span<const Size> sizes) {
    std::vector<std::size_t> usable;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (possible(sizes[i])) {
            usable.push_back(i);
        }
    }
    const auto measure = [&](std::size_t i) { return icon_size(sizes[i]); };
    std::ranges::stable_sort(usable, {}, measure);
    const auto repeated = std::ranges::unique(usable, {}, measure);
    usable.erase(repeated.begin(), repeated.end());
    usable.resize(std::min(usable.size(), most_icons));
    std::size_t pixels = 0;
    const auto beyond = std::ranges::find_if(usable, [&](std::size_t i) {
        pixels += area(sizes[i]);
        return pixels > most_icon_pixels;
    });
    usable.erase(beyond, usable.end());
    return usable;
}

std::optional<std::size_t> choose_icon(std::span<const Size> sizes, int wished) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const int size = icon_size(sizes[i]);
        const int chosen = best ? icon_size(sizes[*best]) : 0;
        const bool better = chosen < wished ? size > chosen : size >= wished && size < chosen;
        if (!best || better) {
            best = i;
        }
    }
    return best;
}

} // namespace exwm_vr
