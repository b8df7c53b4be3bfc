// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings/report.hpp"
#include "base/settings/yaml.hpp"
#include "passthrough/policy/description.hpp"

/// From what a file says to what holds. Places of what is wrong are looked up in the file's tree.
namespace exwm_vr::policy {

/// @p levels with what the section `levels` changes. Faults go to @p report.
[[nodiscard]] Levels resolve(
    const LevelsDescription& description,
    Levels levels,
    const settings::yaml::Node* section,
    settings::Report& report
);

/// The guest of a description, whose mapping is @p node and whose full name is @p path. Faults go
/// to @p report; what is asked for and not granted to @p notes.
[[nodiscard]] Guest resolve(
    const GuestDescription& description,
    const Levels& levels,
    const settings::yaml::Node& node,
    const std::string& path,
    settings::Report& report,
    settings::Report& notes
);

} // namespace exwm_vr::policy
