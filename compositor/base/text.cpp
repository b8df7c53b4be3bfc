// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include "base/format.hpp"

namespace exwm_vr {

namespace {

constexpr std::size_t longest_quote = 60; // bytes: more only hides the message around it

} // namespace

std::string in_quotes(std::string_view text) {
    if (text.size() <= longest_quote) {
        return formatted("{:?}", text);
    }
    // Cut before a code point, not inside it.
    std::size_t end = longest_quote;
    while (end > longest_quote - 4 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return formatted("{:?}…", text.substr(0, end));
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blank);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

std::optional<CodePoint> first_code_point(std::string_view text) {
    if (text.empty()) {
        return std::nullopt;
    }
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) {
        return CodePoint{lead, 1};
    }
    // The smallest value of each length: what is below it has a shorter form, so is overlong.
    CodePoint point;
    char32_t smallest = 0;
    if ((lead & 0xE0U) == 0xC0U) {
        point = {lead & 0x1FU, 2};
        smallest = 0x80;
    } else if ((lead & 0xF0U) == 0xE0U) {
        point = {lead & 0x0FU, 3};
        smallest = 0x800;
    } else if ((lead & 0xF8U) == 0xF0U) {
        point = {lead & 0x07U, 4};
        smallest = 0x10000;
    } else {
        return std::nullopt;
    }
    if (text.size() < point.length) {
        return std::nullopt;
    }
    for (const char c : text.substr(1, point.length - 1)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) != 0x80U) {
            return std::nullopt;
        }
        point.value = (point.value << 6U) | (byte & 0x3FU);
    }
    const bool surrogate = point.value >= 0xD800 && point.value <= 0xDFFF;
    if (point.value < smallest || point.value > 0x10FFFF || surrogate) {
        return std::nullopt;
    }
    return point;
}

bool valid_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto point = first_code_point(text);
        if (!point) {
            return false;
        }
        text.remove_prefix(point->length);
    }
    return true;
}

std::string to_utf8(char32_t value) {
    const auto continuation = [value](unsigned shift) {
        return static_cast<char>(0x80U | ((value >> shift) & 0x3FU));
    };
    if (value < 0x80) {
        return {static_cast<char>(value)};
    }
    if (value < 0x800) {
        return {static_cast<char>(0xC0U | (value >> 6U)), continuation(0)};
    }
    if (value < 0x10000) {
        return {static_cast<char>(0xE0U | (value >> 12U)), continuation(6), continuation(0)};
    }
    return {
        static_cast<char>(0xF0U | (value >> 18U)),
        continuation(12),
        continuation(6),
        continuation(0)
    };
}

} // namespace exwm_vr
