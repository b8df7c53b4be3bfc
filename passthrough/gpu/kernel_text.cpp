// SPDX-License-Identifier: MIT
#include "passthrough/gpu/kernel_text.hpp"

#include "base/text.hpp"
#include "passthrough/gpu/tree.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <ranges>

namespace exwm_vr::gpu {
namespace {

auto lines_of(std::string_view text) {
    return std::views::split(text, '\n') |
           std::views::transform([](auto part) { return std::string_view(part); });
}

bool all_of_class(std::string_view text, int (*is)(int)) {
    return std::ranges::all_of(text, [is](char c) { return is(static_cast<unsigned char>(c)); });
}

/// "580.126.09": digits between dots, at least one dot.
bool is_version(std::string_view word) {
    return word.contains('.') && !word.starts_with('.') && !word.ends_with('.') &&
           !word.contains("..") && word.find_first_not_of("0123456789.") == std::string_view::npos;
}

} // namespace

std::vector<std::string> words_in(std::string_view text) {
    constexpr std::string_view between(" \t\n\r\0", 5);
    std::vector<std::string> words;
    while (true) {
        const auto begin = text.find_first_not_of(between);
        if (begin == std::string_view::npos) {
            return words;
        }
        text.remove_prefix(begin);
        const auto end = std::min(text.find_first_of(between), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

std::optional<DeviceNumber> device_number_in(std::string_view text) {
    constexpr std::uint64_t most = std::numeric_limits<unsigned>::max();
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.contains('x')) {
        return std::nullopt;
    }
    const auto major = number_in(text.substr(0, colon));
    const auto minor = number_in(text.substr(colon + 1));
    if (!major || !minor || *major > most || *minor > most) {
        return std::nullopt;
    }
    return DeviceNumber{
        .major = static_cast<unsigned>(*major), .minor = static_cast<unsigned>(*minor)
    };
}

std::optional<std::uint64_t> vram_capacity_in(std::string_view text, std::string_view address) {
    std::optional<std::uint64_t> sum;
    for (const auto line : lines_of(text)) {
        const auto words = words_in(line);
        if (words.size() != 2 || !words[0].starts_with("drm/" + std::string(address) + "/vram")) {
            continue;
        }
        const auto bytes = number_in(words[1]);
        if (!bytes || *bytes > std::numeric_limits<std::uint64_t>::max() - sum.value_or(0)) {
            return std::nullopt;
        }
        sum = sum.value_or(0) + *bytes;
    }
    return sum;
}

std::optional<std::uint64_t> property_in(std::string_view text, std::string_view key) {
    for (const auto line : lines_of(text)) {
        const auto words = words_in(line);
        if (words.size() == 2 && words[0] == key) {
            return number_in(words[1]);
        }
    }
    return std::nullopt;
}

std::string field_in(std::string_view text, std::string_view key) {
    for (const auto line : lines_of(text)) {
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && trimmed(line.substr(0, colon)) == key) {
            return std::string(trimmed(line.substr(colon + 1)));
        }
    }
    return "";
}

std::string nvidia_version_in(std::string_view text) {
    const auto words = words_in(text.substr(0, text.find('\n')));
    const auto found = std::ranges::find_if(words, is_version);
    return found != words.end() ? *found : "";
}

std::uint64_t largest_region_in(std::string_view text) {
    std::uint64_t largest = 0;
    for (const auto line : lines_of(text)) {
        const auto words = words_in(line);
        const auto first = words.size() == 3 ? number_in(words[0]) : std::nullopt;
        const auto last = words.size() == 3 ? number_in(words[1]) : std::nullopt;
        if (first && last && *last > *first) {
            largest = std::max(largest, *last - *first + (*first == 0 ? 0 : 1));
        }
    }
    return largest;
}

bool is_pci_address(std::string_view text) {
    // DDDD:BB:DD.F; a domain may have more digits
    const auto first = text.find(':');
    if (first == std::string_view::npos || first < 4 || first > 8 || text.size() != first + 8) {
        return false;
    }
    const auto rest = text.substr(first + 1);
    return rest[2] == ':' && rest[5] == '.' && rest[6] >= '0' && rest[6] <= '7' &&
           all_of_class(text.substr(0, first), std::isxdigit) &&
           all_of_class(rest.substr(0, 2), std::isxdigit) &&
           all_of_class(rest.substr(3, 2), std::isxdigit);
}

} // namespace exwm_vr::gpu
