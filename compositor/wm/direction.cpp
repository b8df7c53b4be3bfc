// SPDX-License-Identifier: MIT
#include "wm/direction.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace exwm_vr::wm {

namespace {

/// Lower is better: kind of place, distances, and the negated recency.
using Score = std::tuple<int, int, int, std::uint64_t>;

/// Turns the plane so that @p direction is to the right, and there is one case to think of.
Box turned(const Box& b, Direction direction) {
    switch (direction) {
    case Direction::left:
        return {-(b.x + b.width), b.y, b.width, b.height};
    case Direction::down:
        return {b.y, b.x, b.height, b.width};
    case Direction::up:
        return {-(b.y + b.height), b.x, b.height, b.width};
    case Direction::right:
        break;
    }
    return b;
}

/// Px between the two boxes across the direction; 0 when they touch, negative when they overlap.
int aside(const Box& from, const Box& to) {
    return std::max(to.y - (from.y + from.height), from.y - (to.y + to.height));
}

int ahead(const Box& from, const Box& to) {
    return to.x - (from.x + from.width);
}

/// Twice, as halves would be rounded another way in a turned plane.
int twice_middle(int start, int length) {
    return 2 * start + length;
}

std::optional<Score> ahead_score(const Box& from, const Target& target, const Box& to) {
    const std::uint64_t age = ~target.recency;
    if (ahead(from, to) >= 0) {
        const bool straight = aside(from, to) < 0;
        return Score{straight ? 0 : 2, ahead(from, to), std::max(0, aside(from, to)), age};
    }
    const int along = twice_middle(to.x, to.width) - twice_middle(from.x, from.width);
    const int across = std::abs(twice_middle(to.y, to.height) - twice_middle(from.y, from.height));
    if (along > 0 && along >= across) {
        return Score{1, along, across, age};
    }
    return std::nullopt;
}

template <typename Rate>
std::optional<std::size_t> best_of(std::span<const Target> targets, Rate rate) {
    std::optional<std::size_t> best;
    std::optional<Score> best_score;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const std::optional<Score> score = rate(targets[i]);
        if (score && (!best_score || *score < *best_score)) {
            best_score = score;
            best = i;
        }
    }
    return best;
}

} // namespace

std::optional<std::size_t>
nearest_ahead(Direction direction, const Box& from, std::span<const Target> targets) {
    const Box origin = turned(from, direction);
    return best_of(targets, [&](const Target& target) {
        return ahead_score(origin, target, turned(target.box, direction));
    });
}

std::optional<std::size_t>
nearest_entry(Direction direction, const Box& from, std::span<const Target> targets) {
    const Box origin = turned(from, direction);
    return best_of(targets, [&](const Target& target) -> std::optional<Score> {
        const Box to = turned(target.box, direction);
        return Score{
            0, std::max(0, aside(origin, to)), std::max(0, ahead(origin, to)), ~target.recency
        };
    });
}

} // namespace exwm_vr::wm
