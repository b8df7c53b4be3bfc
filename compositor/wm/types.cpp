// SPDX-License-Identifier: MIT
#include "wm/types.hpp"

#include <array>
#include <utility>

namespace exwm_vr::wm {

namespace {

constexpr std::array<std::pair<LayoutKind, std::string_view>, 4> layout_names{{
    {LayoutKind::tiling, "tiling"},
    {LayoutKind::grid, "grid"},
    {LayoutKind::monocle, "monocle"},
    {LayoutKind::floating, "floating"},
}};

} // namespace

std::string_view to_string(LayoutKind kind) {
    for (const auto& [value, name] : layout_names) {
        if (value == kind) {
            return name;
        }
    }
    return "tiling";
}

std::optional<LayoutKind> layout_from_string(std::string_view name) {
    for (const auto& [value, known] : layout_names) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace exwm_vr::wm
