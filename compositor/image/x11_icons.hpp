// SPDX-License-Identifier: MIT
#pragma once

#include "image/image.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace exwm_vr {

/// How much of the property is worth reading: what is kept of it, and some more.
constexpr std::uint32_t most_x11_icon_words = 3U << 19U;

/// The pictures in a value of _NET_WM_ICON, smallest first: each is its width, its height and then
/// 0xAARRGGBB of each pixel, row by row, not premultiplied.
///
/// Any program may write anything there. Reading ends at the first picture that is empty or not
/// there as a whole; of what comes before the usable ones are kept.
[[nodiscard]] std::vector<Image> read_x11_icons(std::span<const std::uint32_t> words);

} // namespace exwm_vr
