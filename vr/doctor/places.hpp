// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/probe.hpp"

namespace exwm_vr::doctor {

/// The folders of a path list, empty ones left out.
[[nodiscard]] std::vector<std::string> split_path(std::string_view text);

/// The user's folder of configuration files; empty when there is no home either.
[[nodiscard]] std::string config_home(const Probe& probe);

/// Folders of configuration files, the first that has one counts: the user's, those of
/// $XDG_CONFIG_DIRS, /etc.
[[nodiscard]] std::vector<std::string> config_folders(const Probe& probe);

} // namespace exwm_vr::doctor
