// SPDX-License-Identifier: MIT
#pragma once

#include "image/image.hpp"
#include "wlr/wlr.hpp"

#include <vector>

namespace exwm_vr::shell {

/// Copies of the usable pictures among an icon's buffers, smallest first. What cannot be read is
/// left out.
[[nodiscard]] std::vector<Image> read_buffers(const wlr_xdg_toplevel_icon_v1& icon);

} // namespace exwm_vr::shell
