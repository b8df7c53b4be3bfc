// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

namespace exwm_vr {

/// The one of @p known that @p name was probably meant to be, by letters added, left out, changed
/// or swapped; empty when none is near.
[[nodiscard]] std::string_view
nearest(std::string_view name, std::span<const std::string_view> known);

} // namespace exwm_vr
