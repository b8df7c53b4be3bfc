// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "ipc/desktop.hpp"
#include "ipc/session.hpp"
#include "ipc/sexp.hpp"

/// How windows, outputs and workspaces look in replies and events.
namespace exwm_vr::ipc {

/// A name that somebody else gave, cut at 512 bytes.
[[nodiscard]] Value name_value(std::string_view name);

[[nodiscard]] Plist geometry_plist(Box box); ///< :x :y :w :h

/// All of a window except its id. Titles and names are cut at 512 bytes: a client may set 4 KiB
/// ones, and a list of many such windows would not fit into a message.
[[nodiscard]] Plist surface_plist(const Surface& surface, const Session& reader);

/// The title for one peer: EWWM v1's Emacs names a buffer by it, so there an empty one gives way
/// to the app-id.
[[nodiscard]] std::string
title_for(const Session& reader, std::string_view title, std::string_view app_id);

[[nodiscard]] Plist output_plist(const Output& output);

[[nodiscard]] Plist client_plist(const WaylandClient& client);

[[nodiscard]] Plist headset_plist(const Headset& headset);

[[nodiscard]] Plist lease_plist(const Lease& lease);
[[nodiscard]] Plist gpu_plist(const Gpu& gpu);
[[nodiscard]] Plist decision_plist(const Decision& decision);

/// The names of settings have - in place of _.
[[nodiscard]] Plist input_plist(const config::InputState& input);

/// One entry of a workspace list. @p output_name is left out when empty.
[[nodiscard]] Plist workspace_plist(const wm::WorkspaceInfo& info, std::string_view output_name);

[[nodiscard]] std::string_view to_string(wm::Mode mode); ///< "tiled", "floating", "external"

} // namespace exwm_vr::ipc
