// SPDX-License-Identifier: MIT
#include "passthrough/launch/words.hpp"

#include "base/format.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

constexpr std::size_t comment_width = 96;

bool plain_in_shell(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("_-./:,=@%+").contains(c);
}

/// @p text with each of @p characters as @p replacement has it.
template <typename Replacement>
std::string replaced(std::string_view text, Replacement replacement) {
    std::string result;
    for (const char c : text) {
        result += replacement(c);
    }
    return result;
}

} // namespace

std::string shell_word(std::string_view text) {
    // A '=' or '~' at the start of a word means something to some shells.
    if (!text.empty() && text.front() != '=' && std::ranges::all_of(text, plain_in_shell)) {
        return std::string(text);
    }
    return "'" + replaced(text, [](char c) { return c == '\'' ? R"('\'')" : std::string(1, c); }) +
           "'";
}

std::string unit_word(std::string_view text) {
    const auto escaped = replaced(text, [](char c) -> std::string {
        switch (c) {
        case '%':
            return "%%";
        case '$':
            return "$$";
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        default:
            return {c};
        }
    });
    const bool plain = !text.empty() && std::ranges::none_of(text, [](char c) {
        return std::string_view(" \t'\"\\;").contains(c);
    });
    return plain ? escaped : '"' + escaped + '"';
}

std::string quoted_word(std::string_view text) {
    std::string word;
    while (!text.empty()) {
        const char quote = text.front() == '"' ? '\'' : '"';
        const auto end = std::min(text.find(quote), text.size());
        word += quote + std::string(text.substr(0, end)) + quote;
        text.remove_prefix(end);
    }
    return word.empty() ? "\"\"" : word;
}

std::string unit_value(std::string_view text) {
    return replaced(text, [](char c) { return c == '%' ? "%%" : std::string(1, c); });
}

std::string yaml_string(std::string_view text) {
    return '"' +
           replaced(
               text,
               [](char c) -> std::string {
                   const auto byte = static_cast<unsigned char>(c);
                   if (c == '"' || c == '\\') {
                       return {'\\', c};
                   }
                   return byte < 0x20 || byte == 0x7f ? formatted("\\x{:02x}", byte)
                                                      : std::string(1, c);
               }
           ) +
           '"';
}

std::string xml_text(std::string_view text) {
    return replaced(text, [](char c) -> std::string {
        switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '\'':
            return "&apos;";
        case '"':
            return "&quot;";
        default:
            return {c};
        }
    });
}

std::string qemu_value(std::string_view text) {
    return replaced(text, [](char c) { return c == ',' ? ",," : std::string(1, c); });
}

std::string fstab_path(std::string_view text) {
    return replaced(text, [](char c) -> std::string {
        return std::string_view(" \t\n\\#").contains(c)
                   ? formatted("\\{:03o}", static_cast<unsigned char>(c))
                   : std::string(1, c);
    });
}

std::string bytes_for_people(std::uint64_t bytes) {
    if (bytes != 0 && bytes % (1ULL << 30U) == 0) {
        return formatted("{} GiB", bytes >> 30U);
    }
    if (bytes != 0 && bytes % (1ULL << 20U) == 0) {
        return formatted("{} MiB", bytes >> 20U);
    }
    return formatted("{} bytes", bytes);
}

std::string comment(std::string_view text, std::string_view prefix) {
    std::string lines;
    std::string line;
    const auto end_line = [&] {
        if (!line.empty()) {
            lines += std::string(prefix) + line + "\n";
            line.clear();
        }
    };
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) {
            continue;
        }
        if (!line.empty() && prefix.size() + line.size() + 1 + word.size() > comment_width) {
            end_line();
        }
        line += (line.empty() ? "" : " ") + replaced(word, [](char c) {
                    return static_cast<unsigned char>(c) < 0x20 ? '?' : c;
                });
    }
    end_line();
    return lines;
}

} // namespace exwm_vr::launch
