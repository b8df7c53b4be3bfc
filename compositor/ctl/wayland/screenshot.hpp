// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/wayland/connection.hpp"
#include "ctl/wayland/outputs.hpp"
#include "ctl/wayland/toplevels.hpp"
#include "image/image.hpp"

#include <optional>

namespace exwm_vr::ctl {

/// What a person in front of the output sees, in physical px, opaque. By ext-image-copy-capture,
/// else by wlr-screencopy. @p cursor: with the pointer's picture.
[[nodiscard]] Outcome<Image>
capture_output(Connection& connection, const WaylandOutput& output, bool cursor, Deadline deadline);

/// A window alone, also where others cover it or it is not shown, with its transparency.
[[nodiscard]] Outcome<Image>
capture_window(Connection& connection, const Toplevel& window, bool cursor, Deadline deadline);

/// All outputs side by side as in the layout, or @p region of it (layout coordinates, logical
/// px). One picture has one scale: the largest among the outputs in it. What no output covers is
/// transparent. A region that touches no output is a failure.
[[nodiscard]] Outcome<Image> capture_layout(
    Connection& connection,
    const Outputs& outputs,
    std::optional<Box> region,
    bool cursor,
    Deadline deadline
);

} // namespace exwm_vr::ctl
