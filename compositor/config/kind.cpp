// SPDX-License-Identifier: MIT
#include "config/kind.hpp"

#include "base/format.hpp"

#include <charconv>
#include <cmath>
#include <optional>

namespace exwm_vr::config::kind {

namespace {

using yaml::Node;

std::optional<Colour> colour_from_string(std::string_view text) {
    if (!text.starts_with('#') || (text.size() != 7 && text.size() != 9)) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    std::uint32_t value = 0;
    const char* const end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, value, 16);
    if (error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return rgba(text.size() == 6 ? (value << 8U) | 0xFFU : value);
}

std::string colour_to_string(const Colour& colour) {
    const auto part = [](float value) { return std::lround(value * 255.0F); };
    std::string text =
        formatted("#{:02x}{:02x}{:02x}", part(colour.red), part(colour.green), part(colour.blue));
    if (part(colour.alpha) != 255) {
        text += formatted("{:02x}", part(colour.alpha));
    }
    return text;
}

} // namespace

Kind<std::string> interface_name() {
    return from_scalar<std::string>(
        "the name of a Wayland interface such as zwlr_layer_shell_v1",
        false,
        [](std::string_view text) -> std::optional<std::string> {
            constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789_";
            if (text.empty() || text.find_first_not_of(allowed) != std::string_view::npos) {
                return std::nullopt;
            }
            return std::string{text};
        },
        yaml::scalar
    );
}

Kind<Colour> colour() {
    return from_scalar<Colour>(
        "a colour \"#rrggbb\" or \"#rrggbbaa\" in quotes",
        false,
        colour_from_string,
        [](const Colour& value) { return yaml::scalar(colour_to_string(value)); }
    );
}

Kind<wm::LayoutKind> layout() {
    return from_scalar<wm::LayoutKind>(
        "tiling, grid, monocle or floating",
        false,
        wm::layout_from_string,
        [](const wm::LayoutKind& value) { return std::string{wm::to_string(value)}; }
    );
}

Kind<Size> mode() {
    return from_scalar<Size>(
        formatted("a size such as 1920x1080, each from 1 to {} physical px", max_output_px),
        false,
        parse_mode,
        [](const Size& value) { return formatted("{}x{}", value.width, value.height); }
    );
}

Kind<int> refresh() {
    return from_scalar<int>(
        "a number from 1 to 1000 Hz with at most three decimals",
        true,
        parse_refresh,
        [](const int& value) { return format_refresh(value); }
    );
}

Kind<Transform> transform() {
    return from_scalar<Transform>(
        "normal, 90, 180, 270, flipped, flipped-90, flipped-180 or flipped-270",
        false,
        transform_from_string,
        [](const Transform& value) { return std::string{to_string(value)}; }
    );
}

Kind<Point> position() {
    const std::string expected = formatted(
        "[X, Y], each a whole number from {} to {} logical px",
        -max_output_position,
        max_output_position
    );
    return {
        .expected = expected,
        .read = [=](const Node& node) -> Result<Point> {
            if (node.kind != Node::Kind::sequence || node.items.size() != 2) {
                return mismatch(expected, node);
            }
            const auto coordinate = whole(-max_output_position, max_output_position);
            const auto x = coordinate.read(node.items[0]);
            const auto y = coordinate.read(node.items[1]);
            if (!x || !y) {
                return std::unexpected(x ? y.error() : x.error());
            }
            return Point{*x, *y};
        },
        .write = [](const Point& value) { return formatted("[{}, {}]", value.x, value.y); },
    };
}

} // namespace exwm_vr::config::kind
