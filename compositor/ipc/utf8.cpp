// SPDX-License-Identifier: MIT
#include "ipc/utf8.hpp"

namespace exwm_vr::ipc::utf8 {
namespace {

/// What the lead byte promises; the second byte's range is narrower after some lead bytes, which
/// keeps out overlong forms, surrogates and characters that do not exist (Unicode, table 3-7).
struct Lead {
    std::size_t length = 0;
    unsigned char second_min = 0x80;
    unsigned char second_max = 0xbf;
};

Lead lead_of(unsigned char byte) {
    if (byte < 0x80) {
        return {1};
    }
    if (byte >= 0xc2 && byte <= 0xdf) {
        return {2};
    }
    if (byte >= 0xe0 && byte <= 0xef) {
        const unsigned char low = byte == 0xe0 ? 0xa0 : 0x80;
        const unsigned char high = byte == 0xed ? 0x9f : 0xbf;
        return {3, low, high};
    }
    if (byte >= 0xf0 && byte <= 0xf4) {
        const unsigned char low = byte == 0xf0 ? 0x90 : 0x80;
        const unsigned char high = byte == 0xf4 ? 0x8f : 0xbf;
        return {4, low, high};
    }
    return {};
}

/// How many of the first bytes of @p text could begin a character, and whether it is whole.
struct Prefix {
    std::size_t length = 0;
    bool whole = false;
};

Prefix prefix_of(std::string_view text) {
    const Lead lead = lead_of(static_cast<unsigned char>(text.front()));
    if (lead.length == 0) {
        return {};
    }
    std::size_t length = 1;
    for (; length < lead.length; ++length) {
        if (length == text.size()) {
            return {length, false};
        }
        const auto byte = static_cast<unsigned char>(text[length]);
        const bool second = length == 1;
        if (byte < (second ? lead.second_min : 0x80) || byte > (second ? lead.second_max : 0xbf)) {
            return {length, false};
        }
    }
    return {length, true};
}

} // namespace

std::size_t character_length(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const Prefix prefix = prefix_of(text);
    return prefix.whole ? prefix.length : 0;
}

std::optional<std::size_t> find_invalid(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text.substr(at));
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return std::nullopt;
}

std::string repaired(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Prefix prefix = prefix_of(text);
        const std::size_t length = prefix.length == 0 ? 1 : prefix.length;
        if (prefix.whole) {
            out += text.substr(0, length);
        } else {
            out += "\xef\xbf\xbd";
        }
        text.remove_prefix(length);
    }
    return out;
}

std::string_view clipped(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) {
        return text;
    }
    std::size_t end = max_bytes;
    // At most three continuation bytes belong to a character that began before the cut.
    for (int back = 0; back < 3 && end > 0; ++back) {
        if ((static_cast<unsigned char>(text[end]) & 0xc0U) != 0x80U) {
            break;
        }
        --end;
    }
    return text.substr(0, end);
}

bool append(std::string& out, char32_t character) {
    const auto byte = [&out](char32_t value) {
        out += static_cast<char>(static_cast<unsigned char>(value));
    };
    const bool surrogate = character >= 0xd800 && character <= 0xdfff;
    if (surrogate || character > 0x10ffff) {
        return false;
    }
    if (character < 0x80) {
        byte(character);
    } else if (character < 0x800) {
        byte(0xc0 | (character >> 6));
        byte(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        byte(0xe0 | (character >> 12));
        byte(0x80 | ((character >> 6) & 0x3f));
        byte(0x80 | (character & 0x3f));
    } else {
        byte(0xf0 | (character >> 18));
        byte(0x80 | ((character >> 12) & 0x3f));
        byte(0x80 | ((character >> 6) & 0x3f));
        byte(0x80 | (character & 0x3f));
    }
    return true;
}

} // namespace exwm_vr::ipc::utf8
