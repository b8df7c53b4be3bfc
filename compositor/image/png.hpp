// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "image/image.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace exwm_vr {

/// A PNG file: 8-bit sRGB, with alpha (not premultiplied) only where a pixel is not opaque.
[[nodiscard]] Result<std::vector<std::byte>> encode_png(const Image& image);
/// Reads any PNG file; what is deeper is reduced to 8 bits.
[[nodiscard]] Result<Image> decode_png(std::span<const std::byte> file);

} // namespace exwm_vr
