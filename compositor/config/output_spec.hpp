// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/geometry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr::config {

enum class Transform : std::uint8_t {
    normal,
    rotate_90,
    rotate_180,
    rotate_270,
    flipped,
    flipped_90,
    flipped_180,
    flipped_270,
}; // in the order of wl_output.transform

/// Variable refresh rate: a frame is shown when it is ready, and not at the next tick.
enum class AdaptiveSync : std::uint8_t {
    off,
    on,
    by_content, ///< while a fullscreen window says that it is a game or a video
};

constexpr int max_output_px = 16384;
constexpr int max_output_position = 100000;
constexpr double min_output_scale = 0.25;
constexpr double max_output_scale = 8;

/// What may be set of an output; what is not given stays as it is.
struct OutputSettings {
    std::optional<Size> mode;       ///< physical px, each 1 to 16384
    std::optional<int> refresh_mhz; ///< mHz, 1000 to 1000000
    std::optional<double> scale;    ///< 0.25 to 8
    std::optional<Transform> transform;
    std::optional<Point> position; ///< of the top left corner, logical px, each within ±100000
    std::optional<bool> enabled;
    std::optional<AdaptiveSync> adaptive_sync; ///< where it is supported
    std::optional<bool> tearing;               ///< whether fullscreen windows that want to may tear

    friend bool operator==(const OutputSettings&, const OutputSettings&) = default;
};

/// A virtual output to make, as `--output` takes it: `[NAME:]WxH[@HZ][*SCALE][+X+Y]`.
///
/// Examples: `1920x1080`, `2560x1440@144`, `1280x720@59.94*1.5`, `left:1920x1080@60+0+0`,
/// `800x600-800+0`. The refresh rate is in Hz with at most three decimals, the position in
/// logical px. NAME is 1 to 64 of `A-Z a-z 0-9 . _ -`.
struct OutputSpec {
    std::string name; ///< empty: HEADLESS-n
    OutputSettings settings;

    friend bool operator==(const OutputSpec&, const OutputSpec&) = default;
};

[[nodiscard]] Result<OutputSpec> parse_output_spec(std::string_view text);
/// The text form; transform and enabled have none.
[[nodiscard]] std::string to_string(const OutputSpec& spec);

/// Whether @p name is 1 to 64 of `A-Z a-z 0-9 . _ -`.
[[nodiscard]] bool valid_output_name(std::string_view name);

/// Reads WIDTHxHEIGHT, each 1 to 16384 physical px; nothing when it is not one.
[[nodiscard]] std::optional<Size> parse_mode(std::string_view text);

/// Reads a refresh rate in Hz, 1 to 1000 with at most three decimals, into mHz; nothing when it is
/// not one.
[[nodiscard]] std::optional<int> parse_refresh(std::string_view hertz);
/// @p mhz in Hz without needless zeros: "60", "59.94".
[[nodiscard]] std::string format_refresh(int mhz);

[[nodiscard]] std::string_view to_string(AdaptiveSync sync); ///< "off", "on" or "content"
[[nodiscard]] std::optional<AdaptiveSync> adaptive_sync_from_string(std::string_view name);

[[nodiscard]] std::string_view to_string(Transform transform); ///< "normal", "90", … "flipped-270"
[[nodiscard]] std::optional<Transform> transform_from_string(std::string_view name);

} // namespace exwm_vr::config
