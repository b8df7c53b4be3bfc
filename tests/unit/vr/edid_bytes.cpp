// SPDX-License-Identifier: MIT
#include "tests/unit/vr/edid_bytes.hpp"

#include <numeric>

namespace exwm_vr::headset::test {
namespace {

constexpr std::size_t block_size = 128;

std::uint8_t checksum(const Bytes& bytes) {
    return static_cast<std::uint8_t>(-std::accumulate(bytes.begin(), bytes.end(), 0));
}

void append(Bytes& to, const Bytes& more) {
    to.insert(to.end(), more.begin(), more.end());
}

Bytes descriptor(std::uint8_t tag, std::string_view text) {
    constexpr std::size_t room = 13;
    Bytes bytes{0, 0, 0, tag, 0};
    bytes.insert(bytes.end(), text.begin(), text.end());
    if (text.size() < room) {
        bytes.push_back('\n');
    }
    bytes.resize(5 + room, ' ');
    return bytes;
}

} // namespace

Bytes block(Bytes content) {
    content.resize(block_size - 1);
    content.push_back(checksum(content));
    return content;
}

Bytes base_block(
    std::string_view vendor, std::uint16_t product, std::string_view name, std::uint8_t extensions
) {
    unsigned letters = 0;
    for (const char letter : vendor) {
        letters = letters << 5U | static_cast<unsigned>(letter - 'A' + 1);
    }
    Bytes bytes{0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0};
    append(
        bytes,
        {static_cast<std::uint8_t>(letters >> 8U),
         static_cast<std::uint8_t>(letters),
         static_cast<std::uint8_t>(product),
         static_cast<std::uint8_t>(product >> 8U)}
    );
    append(bytes, {7, 0, 0, 0});             // serial number
    append(bytes, {1, 30, 1, 4});            // week 1 of 2020, EDID 1.4
    append(bytes, {0xA5, 10, 8, 120, 0x06}); // digital, 10 x 8 cm
    append(bytes, {0xEE, 0x91, 0xA3, 0x54, 0x4C, 0x99, 0x26, 0x0F, 0x50, 0x54});
    append(bytes, {0, 0, 0});
    bytes.resize(bytes.size() + 16, 1); // no standard timings
    // 1024x768 at 60 Hz
    append(
        bytes,
        {0x64, 0x19, 0, 0x40, 0x41, 0, 0x26, 0x30, 0x18, 0x88, 0x36, 0, 0x64, 0x4B, 0, 0, 0, 0x1E}
    );
    append(bytes, descriptor(0xFC, name));
    append(bytes, descriptor(0xFF, "S-0007"));
    append(bytes, descriptor(0x10, ""));
    bytes.push_back(extensions);
    return block(std::move(bytes));
}

Bytes cta_extension(const Bytes& data_blocks) {
    Bytes bytes{2, 3, static_cast<std::uint8_t>(4 + data_blocks.size()), 0};
    append(bytes, data_blocks);
    return block(std::move(bytes));
}

Bytes microsoft_block(std::uint8_t version, std::uint8_t flags) {
    Bytes bytes{3U << 5U | 21, 0x5C, 0x12, 0xCA, version, flags};
    bytes.resize(22);
    return bytes;
}

Bytes displayid_extension(std::uint8_t primary_use) {
    Bytes section{0x20, 0, primary_use, 0};
    section.push_back(checksum(section));
    Bytes bytes{0x70};
    append(bytes, section);
    return block(std::move(bytes));
}

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (const auto& part : parts) {
        append(all, part);
    }
    return all;
}

} // namespace exwm_vr::headset::test
