// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/finding.hpp"
#include "vr/doctor/probe.hpp"
#include "vr/doctor/udev_rules.hpp"

#include <optional>

namespace exwm_vr::doctor {

/// A USB device of a headset that is plugged in.
struct UsbNode {
    std::string path; ///< "/dev/hidraw3"
    std::string name;
    std::optional<FileFacts> file; ///< none when it does not exist
    std::optional<bool> tagged;    ///< udev gives it to who sits here; none: not known
};

/// A udev rule that is about headsets.
struct VrRule {
    std::string file;   ///< path
    bool seat = false;  ///< gives devices to who sits here
    bool late = false;  ///< does so after udev has acted on that already
    bool world = false; ///< gives devices to everybody
};

struct Rights {
    std::vector<UsbNode> nodes;
    std::vector<VrRule> rules;
    std::vector<std::string> problems; ///< files that could not be read
};

/// What a rule does when it is about devices of headsets; none when it is not, or does nothing
/// that matters here. @p file has it.
[[nodiscard]] std::optional<VrRule> about_headsets(const UdevRule& rule, const std::string& file);

[[nodiscard]] Rights find_rights(const Probe& probe);

[[nodiscard]] Finding judge(const Rights& rights);

} // namespace exwm_vr::doctor
