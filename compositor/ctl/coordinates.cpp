// SPDX-License-Identifier: MIT
#include "ctl/coordinates.hpp"

#include <charconv>

namespace exwm_vr::ctl {

namespace {

constexpr int furthest = 1'000'000;

std::optional<int> parse_int(std::string_view text) {
    int value = 0;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const auto read = std::from_chars(begin, end, value);
    const bool whole = read.ec == std::errc() && read.ptr == end;
    return whole && value >= -furthest && value <= furthest ? std::optional(value) : std::nullopt;
}

std::optional<Point> parse_pair(std::string_view text, char separator) {
    const std::size_t place = text.find(separator);
    if (place == std::string_view::npos) {
        return std::nullopt;
    }
    const auto first = parse_int(text.substr(0, place));
    const auto second = parse_int(text.substr(place + 1));
    return first && second ? std::optional(Point{*first, *second}) : std::nullopt;
}

} // namespace

std::optional<Point> parse_point(std::string_view text) {
    return parse_pair(text, ',');
}

std::optional<Box> parse_box(std::string_view text) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) {
        return std::nullopt;
    }
    const auto corner = parse_pair(text.substr(0, space), ',');
    const auto size = parse_pair(text.substr(space + 1), 'x');
    if (!corner || !size || size->x < 1 || size->y < 1) {
        return std::nullopt;
    }
    return Box{corner->x, corner->y, size->x, size->y};
}

} // namespace exwm_vr::ctl
