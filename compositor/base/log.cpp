// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#include "base/format.hpp"

#include <time.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace exwm_vr::log {
namespace {

Level current_level = Level::warn;

struct Style {
    std::string_view name;
    std::string_view colour;
};

constexpr std::array<Style, 4> styles{{
    {"error", "\033[1;31m"},
    {"warn", "\033[1;33m"},
    {"info", "\033[1;34m"},
    {"debug", "\033[2m"},
}};

bool colours() {
    static const bool wanted = [] {
        const char* no_color = std::getenv("NO_COLOR");
        return (no_color == nullptr || *no_color == '\0') && isatty(STDERR_FILENO) == 1;
    }();
    return wanted;
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            out += formatted("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out;
}

} // namespace

void set_level(Level level) {
    current_level = level;
}

Level level() {
    return current_level;
}

void write(Level level, std::string_view text) {
    if (level > current_level) {
        return;
    }
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const auto& style = styles.at(static_cast<std::size_t>(level));
    const std::string line = formatted(
        "[{}.{:03}] {}{}{} {}\n",
        now.tv_sec,
        now.tv_nsec / 1'000'000,
        colours() ? style.colour : "",
        style.name,
        colours() ? "\033[0m" : "",
        escaped(text)
    );
    // One call a line, so that lines of several processes do not mix.
    std::fwrite(line.data(), 1, line.size(), stderr);
}

void panic(std::string_view text) {
    write(Level::error, text);
    std::abort();
}

} // namespace exwm_vr::log
