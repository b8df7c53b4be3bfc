// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace exwm_vr::lease_tool {

/// Pixels to draw on: 0x00RRGGBB each, rows of @ref stride px.
struct Canvas {
    std::span<std::uint32_t> pixels; ///< at least stride * size.height
    Size size;                       ///< in px
    int stride = 0;                  ///< in px, at least size.width
};

/// The colours of one eye's half.
struct EyeColours {
    std::uint32_t ground = 0;
    std::uint32_t grid = 0;
    std::uint32_t border = 0;
};

constexpr std::array<EyeColours, 2> eye_colours{{
    {.ground = 0x00501010, .grid = 0x00A05050, .border = 0x00FFC000}, // left: red
    {.ground = 0x00101050, .grid = 0x005050A0, .border = 0x0000FFC0}, // right: blue
}};
constexpr std::uint32_t mark_colour = 0x00FFFFFF; ///< cross, letter, bar
constexpr int grid_step = 64;                     ///< px between lines of the grid

/// The half of a panel that is for an eye: 0 is the left one.
[[nodiscard]] Box eye_area(Size panel, int eye);

/// Where the moving bar of an eye is: one step further with each frame.
[[nodiscard]] Box bar_at(Size panel, int eye, std::uint64_t frame);

/// Draws the test picture: for each eye a ground of its own colour, a line of one px along its
/// edge, a grid from its centre, a cross there, its letter, and a bar that moves with the frames.
void draw_pattern(Canvas canvas, std::uint64_t frame);

/// The same for a canvas that has the picture of frame @p from: draws what is different only.
void move_bar(Canvas canvas, std::uint64_t from, std::uint64_t to);

} // namespace exwm_vr::lease_tool
