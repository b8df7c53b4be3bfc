// SPDX-License-Identifier: MIT
#include "server/open_nodes.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace exwm_vr::server {

std::vector<std::string> open_nodes(const gpu::Device& device) {
    std::vector<std::string> found;
    for (const auto& node : std::array{device.card, device.render}) {
        struct stat wanted{};
        if (node.empty() || stat(node.c_str(), &wanted) != 0) {
            continue;
        }
        std::error_code error;
        bool open = false;
        for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
            struct stat file{};
            open = open || (stat(entry.path().c_str(), &file) == 0 && S_ISCHR(file.st_mode) &&
                            file.st_rdev == wanted.st_rdev);
        }
        std::ifstream maps("/proc/self/maps");
        for (std::string line; !open && std::getline(maps, line);) {
            open = line.ends_with(" " + node);
        }
        if (open) {
            found.push_back(node);
        }
    }
    return found;
}

} // namespace exwm_vr::server
