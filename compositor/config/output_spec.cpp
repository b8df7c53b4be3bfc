// SPDX-License-Identifier: MIT
#include "config/output_spec.hpp"

#include "base/format.hpp"
#include "base/number.hpp"
#include "config/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace exwm_vr::config {

namespace {

constexpr std::array<std::string_view, 3> sync_names{"off", "on", "content"};
constexpr std::array<std::string_view, 8> transform_names{
    "normal", "90", "180", "270", "flipped", "flipped-90", "flipped-180", "flipped-270"
};

std::string_view name_of(std::span<const std::string_view> names, auto value) {
    const auto index = static_cast<std::size_t>(value);
    return index < names.size() ? names[index] : "unknown";
}

template <typename T>
std::optional<T> value_of(std::span<const std::string_view> names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<T>(found - names.begin()));
}

constexpr std::string_view form = "[NAME:]WIDTHxHEIGHT[@HZ][*SCALE][+X+Y]";

/// Takes the text up to the first of @p stops, and leaves @p rest there.
std::string_view take_until(std::string_view& rest, std::string_view stops) {
    const std::string_view taken = rest.substr(0, rest.find_first_of(stops));
    rest.remove_prefix(taken.size());
    return taken;
}

bool take(std::string_view& rest, char c) {
    if (!rest.starts_with(c)) {
        return false;
    }
    rest.remove_prefix(1);
    return true;
}

/// Digits with at most one dot between them: no sign, exponent or "inf".
bool plain_decimal(std::string_view text) {
    return text.find_first_not_of("0123456789.") == std::string_view::npos &&
           !text.starts_with('.') && !text.ends_with('.');
}

Result<Size> take_mode(std::string_view& rest) {
    const auto width = parse_number(take_until(rest, "x"), 1, max_output_px);
    if (!width || !take(rest, 'x')) {
        return fail("expected a width from 1 to {} and an \"x\"", max_output_px);
    }
    const auto height = parse_number(take_until(rest, "@*+-"), 1, max_output_px);
    if (!height) {
        return fail("expected a height from 1 to {}", max_output_px);
    }
    return Size{*width, *height};
}

Result<double> take_scale(std::string_view& rest) {
    const std::string_view digits = take_until(rest, "+-");
    const auto scale = parse_number(digits, min_output_scale, max_output_scale);
    if (!scale || !plain_decimal(digits)) {
        return fail("expected a scale from {} to {}", min_output_scale, max_output_scale);
    }
    return *scale;
}

Result<int> take_coordinate(std::string_view& rest) {
    const bool negative = rest.starts_with('-');
    if (!negative && !rest.starts_with('+')) {
        return fail("expected a position such as +1920+0");
    }
    rest.remove_prefix(1);
    const auto distance = parse_number(take_until(rest, "+-"), 0, max_output_position);
    if (!distance) {
        return fail("expected a position from 0 to {} after the sign", max_output_position);
    }
    return negative ? -*distance : *distance;
}

Result<OutputSpec> parse(std::string_view rest) {
    OutputSpec spec;
    if (const auto colon = rest.find(':'); colon != std::string_view::npos) {
        spec.name = rest.substr(0, colon);
        if (!valid_output_name(spec.name)) {
            return fail("expected a name of 1 to 64 of A-Z a-z 0-9 . _ - before the colon");
        }
        rest.remove_prefix(colon + 1);
    }
    if (auto mode = take_mode(rest)) {
        spec.settings.mode = *mode;
    } else {
        return std::unexpected(mode.error());
    }
    if (take(rest, '@')) {
        spec.settings.refresh_mhz = parse_refresh(take_until(rest, "*+-"));
        if (!spec.settings.refresh_mhz) {
            return fail("expected a refresh rate from 1 to 1000 Hz with at most three decimals");
        }
    }
    if (take(rest, '*')) {
        if (auto scale = take_scale(rest)) {
            spec.settings.scale = *scale;
        } else {
            return std::unexpected(scale.error());
        }
    }
    if (!rest.empty()) {
        const auto x = take_coordinate(rest);
        const auto y = x ? take_coordinate(rest) : x;
        if (!y) {
            return std::unexpected(y.error());
        }
        spec.settings.position = Point{*x, *y};
    }
    if (!rest.empty()) {
        return fail("{} is too much at the end", in_quotes(rest));
    }
    return spec;
}

} // namespace

bool valid_output_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 &&
           name.find_first_not_of(
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
           ) == std::string_view::npos;
}

std::optional<Size> parse_mode(std::string_view text) {
    const auto mode = take_mode(text);
    return mode && text.empty() ? std::optional(*mode) : std::nullopt;
}

std::optional<int> parse_refresh(std::string_view hertz) {
    if (!plain_decimal(hertz)) {
        return std::nullopt;
    }
    if (const auto dot = hertz.find('.'); dot != hertz.npos && hertz.size() - dot - 1 > 3) {
        return std::nullopt;
    }
    const auto value = parse_number(hertz, 1.0, 1000.0);
    return value ? std::optional(static_cast<int>(std::lround(*value * 1000))) : std::nullopt;
}

std::string format_refresh(int mhz) {
    std::string text = formatted("{}.{:03}", mhz / 1000, mhz % 1000);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) {
        text.pop_back();
    }
    return text;
}

Result<OutputSpec> parse_output_spec(std::string_view text) {
    auto spec = parse(text);
    if (!spec) {
        return fail("output {}: {}; the form is {}", in_quotes(text), spec.error().message, form);
    }
    return spec;
}

std::string to_string(const OutputSpec& spec) {
    std::string text;
    if (!spec.name.empty()) {
        text += spec.name + ':';
    }
    const OutputSettings& settings = spec.settings;
    if (settings.mode) {
        text += formatted("{}x{}", settings.mode->width, settings.mode->height);
    }
    if (settings.refresh_mhz) {
        text += '@' + format_refresh(*settings.refresh_mhz);
    }
    if (settings.scale) {
        text += formatted("*{}", *settings.scale);
    }
    if (settings.position) {
        text += formatted("{:+}{:+}", settings.position->x, settings.position->y);
    }
    return text;
}

std::string_view to_string(AdaptiveSync sync) {
    return name_of(sync_names, sync);
}

std::optional<AdaptiveSync> adaptive_sync_from_string(std::string_view name) {
    return value_of<AdaptiveSync>(sync_names, name);
}

std::string_view to_string(Transform transform) {
    return name_of(transform_names, transform);
}

std::optional<Transform> transform_from_string(std::string_view name) {
    return value_of<Transform>(transform_names, name);
}

} // namespace exwm_vr::config
