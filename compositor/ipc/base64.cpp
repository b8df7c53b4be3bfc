// SPDX-License-Identifier: MIT
#include "ipc/base64.hpp"

#include <algorithm>
#include <cstdint>

namespace exwm_vr::ipc {
namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t group_bytes = 3;
constexpr std::size_t group_digits = 4; ///< of 6 bits each

std::uint32_t bits_of(std::byte value) {
    return std::to_integer<std::uint32_t>(value);
}

} // namespace

std::string to_base64(std::span<const std::byte> bytes) {
    std::string text;
    text.reserve((bytes.size() + group_bytes - 1) / group_bytes * group_digits);
    while (!bytes.empty()) {
        const std::size_t count = std::min(bytes.size(), group_bytes);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < group_bytes; ++i) {
            group = group << 8U | (i < count ? bits_of(bytes[i]) : 0U);
        }
        for (std::size_t i = 0; i < group_digits; ++i) {
            // One byte takes two digits, two take three.
            text += i > count ? '=' : digits[group >> (18U - 6U * i) & 0x3fU];
        }
        bytes = bytes.subspan(count);
    }
    return text;
}

Result<std::vector<std::byte>> from_base64(std::string_view text) {
    if (text.size() % group_digits != 0) {
        return fail("base64 of {} digits, which is no multiple of {}", text.size(), group_digits);
    }
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    text.remove_suffix(padding);
    std::vector<std::byte> bytes;
    bytes.reserve(text.size() / group_digits * group_bytes + group_bytes);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digit = digits.find(text[i]);
        if (digit == std::string_view::npos) {
            return fail("character {} is none of base64", i + 1);
        }
        held = held << 6U | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<std::byte>(held >> bits & 0xffU));
        }
    }
    if ((held & ((1U << bits) - 1U)) != 0) {
        return fail("base64 that ends within a byte");
    }
    return bytes;
}

} // namespace exwm_vr::ipc
