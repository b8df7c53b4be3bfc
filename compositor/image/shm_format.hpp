// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "image/image.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace exwm_vr {

/// Bytes in a row of @p width pixels of a wl_shm format that we read, padded to 4; nothing for
/// formats that we do not read.
[[nodiscard]] std::optional<int> shm_stride(std::uint32_t format, int width);

/// The format to ask for among those on offer: 8 bits a channel before others, else the first
/// that we read.
[[nodiscard]] std::optional<std::uint32_t>
choose_shm_format(std::span<const std::uint32_t> offered);

/// The pixels of a wl_shm buffer. Formats without alpha become opaque.
[[nodiscard]] Result<Image>
read_shm(std::span<const std::byte> data, std::uint32_t format, Size size, int stride);

} // namespace exwm_vr
