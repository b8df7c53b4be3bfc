// SPDX-License-Identifier: MIT
#include "vr/doctor/places.hpp"

#include <ranges>

namespace exwm_vr::doctor {

std::vector<std::string> split_path(std::string_view text) {
    std::vector<std::string> folders;
    for (const auto part : std::views::split(text, ':')) {
        if (!part.empty()) {
            folders.emplace_back(std::string_view(part));
        }
    }
    return folders;
}

std::string config_home(const Probe& probe) {
    if (const auto folder = probe.variable("XDG_CONFIG_HOME")) {
        return *folder;
    }
    const auto home = probe.variable("HOME");
    return home ? *home + "/.config" : "";
}

std::vector<std::string> config_folders(const Probe& probe) {
    std::vector<std::string> folders;
    if (auto own = config_home(probe); !own.empty()) {
        folders.push_back(std::move(own));
    }
    folders.append_range(split_path(probe.variable("XDG_CONFIG_DIRS").value_or("/etc/xdg")));
    folders.emplace_back("/etc");
    return folders;
}

} // namespace exwm_vr::doctor
