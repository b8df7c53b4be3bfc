// SPDX-License-Identifier: MIT
#include "lease_tool/pattern.hpp"

#include <algorithm>

namespace exwm_vr::lease_tool {

namespace {

constexpr int bar_width = 16; // px
constexpr int bar_step = 8;   // px a frame
constexpr int letter_columns = 5;

/// Rows of a letter from the top, the leftmost px in the highest bit.
using Letter = std::array<std::uint8_t, 7>;
constexpr std::array<Letter, 2> letters{{
    {0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111}, // L
    {0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001}, // R
}};

/// Fills boxes, as far as they lie inside of an area.
class Painter {
public:
    Painter(Canvas canvas, const Box& clip)
        : canvas_(canvas)
        , clip_(clip.intersection({0, 0, canvas.size.width, canvas.size.height})) {}

    void fill(const Box& box, std::uint32_t colour) const {
        const Box part = box.intersection(clip_);
        for (int y = part.y; y < part.y + part.height; ++y) {
            const auto start =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(canvas_.stride) +
                static_cast<std::size_t>(part.x);
            std::ranges::fill(
                canvas_.pixels.subspan(start, static_cast<std::size_t>(part.width)), colour
            );
        }
    }

private:
    Canvas canvas_;
    Box clip_;
};

void draw_grid(const Painter& painter, const Box& eye, std::uint32_t colour) {
    const Point centre = eye.center();
    for (int offset = 0; offset < std::max(eye.width, eye.height); offset += grid_step) {
        for (const int side : {-offset, offset}) {
            if (centre.x + side >= eye.x && centre.x + side < eye.x + eye.width) {
                painter.fill({centre.x + side, eye.y, 1, eye.height}, colour);
            }
            if (centre.y + side >= eye.y && centre.y + side < eye.y + eye.height) {
                painter.fill({eye.x, centre.y + side, eye.width, 1}, colour);
            }
        }
    }
}

void draw_cross(const Painter& painter, const Box& eye) {
    constexpr int thickness = 3;
    const Point centre = eye.center();
    const int arm = std::min(eye.width, eye.height) / 8;
    painter.fill(
        Box{centre.x - arm, centre.y - 1, 2 * arm + 1, thickness}.intersection(eye), mark_colour
    );
    painter.fill(
        Box{centre.x - 1, centre.y - arm, thickness, 2 * arm + 1}.intersection(eye), mark_colour
    );
}

void draw_letter(const Painter& painter, const Box& eye, const Letter& letter) {
    const int scale = std::min(eye.width, eye.height) / 48;
    const int left = eye.center().x - scale * letter_columns / 2;
    for (int row = 0; row < static_cast<int>(letter.size()); ++row) {
        for (int column = 0; column < letter_columns; ++column) {
            const int bit = letter_columns - 1 - column;
            if (((letter[static_cast<std::size_t>(row)] >> bit) & 1) != 0) {
                painter.fill(
                    {left + column * scale, eye.y + eye.height / 8 + row * scale, scale, scale},
                    mark_colour
                );
            }
        }
    }
}

void draw_border(const Painter& painter, const Box& eye, std::uint32_t colour) {
    painter.fill({eye.x, eye.y, eye.width, 1}, colour);
    painter.fill({eye.x, eye.y + eye.height - 1, eye.width, 1}, colour);
    painter.fill({eye.x, eye.y, 1, eye.height}, colour);
    painter.fill({eye.x + eye.width - 1, eye.y, 1, eye.height}, colour);
}

/// All but the bars, inside of @p clip.
void draw_still(Canvas canvas, const Box& clip) {
    const Painter painter(canvas, clip);
    for (int eye = 0; eye < 2; ++eye) {
        const auto which = static_cast<std::size_t>(eye);
        const Box area = eye_area(canvas.size, eye);
        if (area.empty()) {
            continue;
        }
        painter.fill(area, eye_colours[which].ground);
        draw_grid(painter, area, eye_colours[which].grid);
        draw_cross(painter, area);
        draw_letter(painter, area, letters[which]);
        draw_border(painter, area, eye_colours[which].border);
    }
}

void draw_bars(Canvas canvas, std::uint64_t frame) {
    const Painter painter(canvas, {0, 0, canvas.size.width, canvas.size.height});
    for (int eye = 0; eye < 2; ++eye) {
        painter.fill(bar_at(canvas.size, eye, frame), mark_colour);
    }
}

} // namespace

Box eye_area(Size panel, int eye) {
    const int left = panel.width / 2;
    return eye == 0 ? Box{0, 0, left, panel.height}
                    : Box{left, 0, panel.width - left, panel.height};
}

Box bar_at(Size panel, int eye, std::uint64_t frame) {
    const Box area = eye_area(panel, eye);
    const int way = area.width - 2 - bar_width; // the border stays
    if (way <= 0) {
        return {};
    }
    const auto steps = static_cast<std::uint64_t>(way / bar_step + 1);
    const int offset = static_cast<int>(frame % steps) * bar_step;
    return {area.x + 1 + offset, area.height * 3 / 4, bar_width, area.height / 8};
}

void draw_pattern(Canvas canvas, std::uint64_t frame) {
    draw_still(canvas, {0, 0, canvas.size.width, canvas.size.height});
    draw_bars(canvas, frame);
}

void move_bar(Canvas canvas, std::uint64_t from, std::uint64_t to) {
    for (int eye = 0; eye < 2; ++eye) {
        draw_still(canvas, bar_at(canvas.size, eye, from));
    }
    draw_bars(canvas, to);
}

} // namespace exwm_vr::lease_tool
