// SPDX-License-Identifier: MIT
#include "passthrough/launch/own_init.hpp"

#include "base/format.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

constexpr std::string_view moved_to = "/mnt/exwm-vr";

} // namespace

std::string moved_path(std::string_view target) {
    if (!target.starts_with("/run/")) {
        return std::string(target);
    }
    return formatted("{}{}", moved_to, target.substr(target.rfind('/')));
}

std::string moved_value(const Variable& variable) {
    if (variable.name == "WAYLAND_DISPLAY") {
        return formatted("{}/{}", moved_to, variable.value); // else a name in XDG_RUNTIME_DIR
    }
    return variable.name == "SEATD_SOCK" ? moved_path(variable.value) : variable.value;
}

Plan for_own_init(Plan plan) {
    std::erase_if(plan.mounts, [](const Mount& mount) { return mount.source.empty(); });
    for (auto& mount : plan.mounts) {
        mount.target = moved_path(mount.target);
    }
    for (auto& variable : plan.environment) {
        variable.value = moved_value(variable);
    }
    return plan;
}

std::vector<std::string> own_init_warnings(const Plan& plan) {
    std::vector<std::string> warnings;
    for (const auto& mount : plan.mounts) {
        if (mount.source.empty()) {
            warnings.push_back(
                mount.target + " is made by the container's own logind, not by this"
            );
        } else if (mount.target == "/run/udev") {
            const auto place = moved_path(mount.target);
            warnings.push_back(formatted(
                "programs look for what udev knows of devices in {0}, and it is in {1}: have the "
                "container make a link, by the line 'L+ {0} - - - - {1}' in /etc/tmpfiles.d",
                mount.target,
                place
            ));
        }
    }
    if (!plan.command.empty()) {
        warnings.push_back("what runs in it is set up in the container: " + plan.command.front());
    }
    return warnings;
}

} // namespace exwm_vr::launch
