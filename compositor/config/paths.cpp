// SPDX-License-Identifier: MIT
#include "config/paths.hpp"

#include <cstdlib>
#include <ranges>
#include <string_view>
#include <vector>

namespace exwm_vr::config {

namespace {

std::string_view value_of(const Environment& environment, const char* name) {
    const char* value = environment(name);
    return value == nullptr ? std::string_view{} : value;
}

std::vector<std::filesystem::path> config_folders(const Environment& environment) {
    std::vector<std::filesystem::path> folders;
    const auto add = [&folders](const std::filesystem::path& folder) {
        if (folder.is_absolute()) {
            folders.push_back(folder);
        }
    };
    const std::filesystem::path own = value_of(environment, "XDG_CONFIG_HOME");
    if (own.is_absolute()) {
        add(own);
    } else {
        add(std::filesystem::path{value_of(environment, "HOME")} / ".config");
    }
    std::string_view shared = value_of(environment, "XDG_CONFIG_DIRS");
    if (shared.empty()) {
        shared = "/etc/xdg";
    }
    for (const auto folder : std::views::split(shared, ':')) {
        add(std::filesystem::path{std::string_view{folder}});
    }
    return folders;
}

} // namespace

Environment process_environment() {
    return [](const char* name) { return std::getenv(name); };
}

std::optional<std::filesystem::path> find_config_file(const Environment& environment) {
    for (const std::filesystem::path& folder : config_folders(environment)) {
        std::filesystem::path file = folder / "exwm-vr" / "config.yaml";
        std::error_code error;
        const auto status = std::filesystem::status(file, error);
        // A file that cannot be looked at is still taken: reading it then names the reason, where
        // passing it over would start with somebody else's settings.
        if (status.type() != std::filesystem::file_type::not_found) {
            return file;
        }
    }
    return std::nullopt;
}

} // namespace exwm_vr::config
