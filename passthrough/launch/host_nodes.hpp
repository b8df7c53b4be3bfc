// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/host.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace exwm_vr::launch {

/// Folders of udev's with names that lead to the same device after a reboot, the best first. A
/// seat's devices are told apart by where they are plugged in, as two of a kind have one name; a
/// board is the same one wherever it is, as far as it has a number of its own.
inline constexpr std::array input_names{"/dev/input/by-path", "/dev/input/by-id"};
inline constexpr std::array serial_names{"/dev/serial/by-id", "/dev/serial/by-path"};

/// The link in the first of @p folders that has one to @p node; empty: none has. Two boards of a
/// kind may have one link in "by-id", which leads to either: that counts only where what udev keeps
/// in @p udev says that the device has a serial number, and that no other has the link.
[[nodiscard]] std::string lasting_name(
    const std::string& node,
    std::span<const char* const> folders,
    const std::string& udev = "/run/udev/data"
);

/// The character device at @p path, a node or a link to one; nothing when there is none.
[[nodiscard]] std::optional<Node>
node_at(const std::string& path, std::span<const char* const> folders);

/// Those of @p paths that there are.
[[nodiscard]] std::vector<Node>
nodes_at(const std::vector<std::string>& paths, std::span<const char* const> folders);

} // namespace exwm_vr::launch
