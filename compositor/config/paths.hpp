// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace exwm_vr::config {

/// Looks an environment variable up; null when it is not set.
using Environment = std::function<const char*(const char* name)>;

/// The process's own environment.
[[nodiscard]] Environment process_environment();

/// The configuration file to read, after the XDG Base Directory Specification 0.8: the first of
/// `$XDG_CONFIG_HOME/exwm-vr/config.yaml` (default `~/.config`) and
/// `DIR/exwm-vr/config.yaml` for each DIR of `$XDG_CONFIG_DIRS` (default `/etc/xdg`) that is there,
/// even if it cannot be read. Relative folders are ignored. Nothing when there is none, which is
/// no error.
[[nodiscard]] std::optional<std::filesystem::path>
find_config_file(const Environment& environment = process_environment());

} // namespace exwm_vr::config
