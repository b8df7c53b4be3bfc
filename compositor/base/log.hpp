// SPDX-License-Identifier: MIT
#pragma once

#include "base/format.hpp"

#include <string_view>
#include <utility>

/// Lines for people on standard error. CONTRIBUTING.md says what each level means; an `error`
/// line is always a fault worth a report.
namespace exwm_vr::log {

enum class Level { error, warn, info, debug };

/// Lines above this level are dropped. The default is `warn`.
void set_level(Level level);
[[nodiscard]] Level level();

/// Writes one line with a timestamp and the level; newlines and control characters inside
/// @p text are escaped, as text may come from clients.
void write(Level level, std::string_view text);

template <typename... Args>
void error(std::format_string<Args...> text, Args&&... args) {
    write(Level::error, formatted(text, std::forward<Args>(args)...));
}

template <typename... Args>
void warn(std::format_string<Args...> text, Args&&... args) {
    write(Level::warn, formatted(text, std::forward<Args>(args)...));
}

template <typename... Args>
void info(std::format_string<Args...> text, Args&&... args) {
    if (level() >= Level::info) {
        write(Level::info, formatted(text, std::forward<Args>(args)...));
    }
}

template <typename... Args>
void debug(std::format_string<Args...> text, Args&&... args) {
    if (level() >= Level::debug) {
        write(Level::debug, formatted(text, std::forward<Args>(args)...));
    }
}

/// Prints @p text and aborts: for broken invariants, never for bad input.
[[noreturn]] void panic(std::string_view text);

} // namespace exwm_vr::log
