// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "base/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr::wm {

/// How a workspace places its tiled windows.
enum class LayoutKind : std::uint8_t {
    tiling,   ///< a master column and a stack
    grid,     ///< rows and columns of nearly equal cells
    monocle,  ///< each window fills the usable area, the focused one on top
    floating, ///< nothing is tiled: new windows float
};

/// Name as in config and IPC: "tiling", "grid", "monocle", "floating".
[[nodiscard]] std::string_view to_string(LayoutKind kind);
[[nodiscard]] std::optional<LayoutKind> layout_from_string(std::string_view name);

enum class Direction : std::uint8_t { left, right, up, down };

/// Who decides a window's box.
enum class Mode : std::uint8_t {
    tiled,    ///< the workspace's layout
    floating, ///< the user; above tiled windows
    external, ///< an IPC peer (Emacs) gave an exact box; stacked with tiled windows
};

/// What a window says of itself when it is first mapped.
struct WindowTraits {
    WindowId parent;             ///< the dialog's parent; not valid for none
    Size preferred;              ///< logical px; empty where the client has no wish
    bool fixed_size = false;     ///< minimum size equals maximum size, both given
    bool wants_floating = false; ///< a dialog, tool or the like, though it has no parent
    bool wants_fullscreen = false;
};

/// Where a window is to be and how it is to look.
struct Placement {
    WindowId window;
    OutputId output; ///< not valid when there are no outputs
    Box box;         ///< outer box with its border, layout coordinates, logical px
    int border = 0;  ///< logical px on each side inside @ref box; 0 when fullscreen. It shrinks
                     ///< where less than 1x1 would be left inside
    bool visible = false;
    bool fullscreen = false;
    bool tiled = false; ///< by the layout or an IPC peer: clients draw no shadow
    bool focused = false;
    bool urgent = false;

    friend bool operator==(const Placement&, const Placement&) = default;
};

struct Options {
    int workspaces = 9; ///< per output, 1 to 32
    LayoutKind layout = LayoutKind::tiling;
    double master_ratio = 0.55; ///< share of the usable width, 0.1 to 0.9
    int master_count = 1;       ///< 1 to 16
    int gap = 8;                ///< between tiles and at the edges, logical px, 0 to 200
    int border = 2;             ///< logical px, 0 to 32

    friend bool operator==(const Options&, const Options&) = default;
};

} // namespace exwm_vr::wm
