// SPDX-License-Identifier: MIT
#include "image/x11_icons.hpp"

#include "image/icon_choice.hpp"

#include <algorithm>
#include <limits>

namespace exwm_vr {
namespace {

struct Found {
    std::vector<Size> sizes;
    std::vector<std::span<const std::uint32_t>> pixels; ///< of each
};

/// Sizes that no icon has, so that they need no care as numbers: they are never usable.
Size narrowed(std::uint32_t width, std::uint32_t height) {
    constexpr std::uint32_t end = std::numeric_limits<std::int16_t>::max();
    return {static_cast<int>(std::min(width, end)), static_cast<int>(std::min(height, end))};
}

Found find_all(std::span<const std::uint32_t> words) {
    constexpr std::size_t header = 2;
    constexpr std::size_t most = 256; // programs give about ten
    Found found;
    while (words.size() > header && found.sizes.size() < most) {
        const std::uint32_t width = words[0];
        const std::uint32_t height = words[1];
        words = words.subspan(header);
        const std::uint64_t area = std::uint64_t{width} * height; // two of 32 bits fit
        if (area == 0 || area > words.size()) {
            break;
        }
        const auto here = static_cast<std::size_t>(area);
        found.sizes.push_back(narrowed(width, height));
        found.pixels.push_back(words.first(here));
        words = words.subspan(here);
    }
    return found;
}

} // namespace

std::vector<Image> read_x11_icons(std::span<const std::uint32_t> words) {
    const Found found = find_all(words);
    std::vector<Image> icons;
    for (const std::size_t index : usable_icons(found.sizes)) {
        auto pixels = found.pixels[index];
        Image& icon = icons.emplace_back(found.sizes[index]);
        const auto width = static_cast<std::size_t>(icon.width());
        for (int y = 0; y < icon.height(); ++y) {
            std::ranges::transform(pixels.first(width), icon.row(y).begin(), premultiplied);
            pixels = pixels.subspan(width);
        }
    }
    return icons;
}

} // namespace exwm_vr
