// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace exwm_vr {

/// Names a window for as long as the compositor runs; never given out twice.
///
/// Values start at 2^32: EWWM v1 clients look an event's `:id` up among their pending request
/// numbers first, so the two ranges must not meet. 0 is "no window".
struct WindowId {
    std::uint64_t value = 0;

    [[nodiscard]] bool valid() const { return value != 0; }

    friend auto operator<=>(const WindowId&, const WindowId&) = default;
};

/// Names an output for as long as the compositor runs; never given out twice. 0 is "no output".
struct OutputId {
    std::uint32_t value = 0;

    [[nodiscard]] bool valid() const { return value != 0; }

    friend auto operator<=>(const OutputId&, const OutputId&) = default;
};

constexpr std::uint64_t first_window_id = std::uint64_t{1} << 32;

} // namespace exwm_vr

template <>
struct std::hash<exwm_vr::WindowId> {
    std::size_t operator()(exwm_vr::WindowId id) const noexcept {
        return std::hash<std::uint64_t>{}(id.value);
    }
};

template <>
struct std::hash<exwm_vr::OutputId> {
    std::size_t operator()(exwm_vr::OutputId id) const noexcept {
        return std::hash<std::uint32_t>{}(id.value);
    }
};
