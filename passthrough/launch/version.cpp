// SPDX-License-Identifier: MIT
#include "passthrough/launch/host.hpp"

#include <cctype>
#include <charconv>

namespace exwm_vr::launch {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

} // namespace

std::optional<Version> version_in(std::string_view text) {
    std::size_t at = 0;
    // "lxc7" or "x86_64" are no versions: a number with a point behind it is.
    while (at < text.size()) {
        if (!is_digit(text[at]) ||
            (at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0)) {
            ++at;
            continue;
        }
        Version version;
        const char* from = text.data() + at;
        const char* const end = text.data() + text.size();
        while (true) {
            unsigned number = 0;
            const auto [after, error] = std::from_chars(from, end, number);
            if (error != std::errc()) {
                break;
            }
            version.numbers.push_back(number);
            if (end - after < 2 || *after != '.' || !is_digit(after[1])) {
                break;
            }
            from = after + 1;
        }
        if (version.numbers.size() > 1) {
            return version;
        }
        while (at < text.size() && is_digit(text[at])) {
            ++at;
        }
    }
    return std::nullopt;
}

std::string to_string(const Version& version) {
    std::string text;
    for (const auto number : version.numbers) {
        text += (text.empty() ? "" : ".") + std::to_string(number);
    }
    return text;
}

} // namespace exwm_vr::launch
