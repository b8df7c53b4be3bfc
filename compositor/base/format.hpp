// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <format>
#include <string>
#include <string_view>
#include <utility>

/// std::format() instantiates the standard library's whole formatting in every file that calls
/// it, most of a small file's compile time. These check the text at compile time as it does, and
/// leave the formatting to one place.
namespace exwm_vr {

/// As std::vformat().
[[nodiscard]] std::string format_arguments(std::string_view text, std::format_args arguments);

/// As std::format(), under a name that does not clash with it through argument lookup.
template <typename... Args>
[[nodiscard]] std::string formatted(std::format_string<Args...> text, Args&&... args) {
    return format_arguments(text.get(), std::make_format_args(args...));
}

/// As std::print(); that it could not be written shows in @p file alone.
template <typename... Args>
void print_to(std::FILE* file, std::format_string<Args...> text, Args&&... args) {
    std::fputs(formatted(text, std::forward<Args>(args)...).c_str(), file);
}

} // namespace exwm_vr
