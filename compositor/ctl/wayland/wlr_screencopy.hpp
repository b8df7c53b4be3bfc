// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/wayland/connection.hpp"
#include "ctl/wayland/outputs.hpp"
#include "image/image.hpp"

namespace exwm_vr::ctl {

/// A picture of an output by wlr-screencopy, for compositors without ext-image-copy-capture.
/// Upright; with alpha as the buffer has it.
[[nodiscard]] Outcome<Image> capture_by_wlr_screencopy(
    Connection& connection, const WaylandOutput& output, bool cursor, Deadline deadline
);

} // namespace exwm_vr::ctl
