// SPDX-License-Identifier: MIT
#include "ctl/deadline.hpp"

#include "base/format.hpp"

#include <charconv>
#include <cmath>

namespace exwm_vr::ctl {

namespace {

constexpr double longest_ms = 24.0 * 60 * 60 * 1000;

std::optional<double> unit_in_ms(std::string_view unit) {
    if (unit.empty() || unit == "s") {
        return 1000;
    }
    if (unit == "ms") {
        return 1;
    }
    if (unit == "m" || unit == "min") {
        return 60000;
    }
    return std::nullopt;
}

} // namespace

Result<milliseconds> parse_duration(std::string_view text) {
    double number = 0;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const auto read = std::from_chars(begin, end, number, std::chars_format::fixed);
    const auto unit = unit_in_ms(std::string_view(read.ptr, end));
    if (read.ec != std::errc() || !unit || !std::isfinite(number) || number < 0 ||
        std::signbit(number)) {
        return fail("\"{}\" is not a time: expected a number with ms, s or m, e.g. 500ms", text);
    }
    const double duration = std::ceil(number * *unit);
    if (duration > longest_ms) {
        return fail("\"{}\" is too long: at most 24 hours (1440m)", text);
    }
    return milliseconds(static_cast<milliseconds::rep>(duration));
}

std::string to_string(milliseconds duration) {
    const auto count = duration.count();
    if (count % 1000 != 0) {
        return formatted("{}ms", count);
    }
    if (count % 60000 != 0 || count == 0) {
        return formatted("{}s", count / 1000);
    }
    return formatted("{}m", count / 60000);
}

} // namespace exwm_vr::ctl
