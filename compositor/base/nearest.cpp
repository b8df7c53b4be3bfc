// SPDX-License-Identifier: MIT
#include "base/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace exwm_vr {

namespace {

constexpr std::size_t longest_name = 64; // a longer one was not meant to be one of ours

/// Damerau and Levenshtein's distance, where each piece of text is swapped at most once.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

} // namespace

std::string_view nearest(std::string_view name, std::span<const std::string_view> known) {
    if (name.size() > longest_name) {
        return {};
    }
    std::string_view best;
    std::size_t best_distance = 0;
    for (const std::string_view candidate : known) {
        const std::size_t away = distance(name, candidate);
        const std::size_t allowed = std::max<std::size_t>(1, candidate.size() / 3);
        if (away <= allowed && (best.empty() || away < best_distance)) {
            best = candidate;
            best_distance = away;
        }
    }
    return best;
}

} // namespace exwm_vr
