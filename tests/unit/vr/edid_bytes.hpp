// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace exwm_vr::headset::test {

using Bytes = std::vector<std::uint8_t>;

/// A block of 128 bytes: @p content, zeros, and the checksum.
Bytes block(Bytes content);

/// A base block as a display with one mode would have it.
Bytes base_block(
    std::string_view vendor, std::uint16_t product, std::string_view name, std::uint8_t extensions
);

/// A CTA-861 extension with these data blocks, headers included, and no timings.
Bytes cta_extension(const Bytes& data_blocks);

/// Microsoft's block for specialised monitors.
Bytes microsoft_block(std::uint8_t version, std::uint8_t flags);

/// A DisplayID 2.0 extension that says only what the display is for.
Bytes displayid_extension(std::uint8_t primary_use);

Bytes joined(std::initializer_list<Bytes> parts);

} // namespace exwm_vr::headset::test
