// SPDX-License-Identifier: MIT
#include "shell/x11_sockets.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ranges>
#include <string_view>

namespace exwm_vr::shell {

Result<void> ensure_x11_socket_folder(const std::filesystem::path& folder) {
    constexpr mode_t for_all_users = 01777;
    const char* path = folder.c_str();
    if (mkdir(path, for_all_users) == 0) {
        // Once more, as the umask took bits away.
        if (chmod(path, for_all_users) != 0) {
            return fail("{}: {}", folder.string(), std::strerror(errno));
        }
        return {};
    }
    if (errno != EEXIST) {
        return fail("{} cannot be made: {}", folder.string(), std::strerror(errno));
    }
    struct stat status{};
    if (lstat(path, &status) != 0) {
        return fail("{}: {}", folder.string(), std::strerror(errno));
    }
    if (!S_ISDIR(status.st_mode)) {
        return fail("{} is not a folder", folder.string());
    }
    if (status.st_uid != 0 && status.st_uid != getuid()) {
        return fail("{} belongs to user {}, neither to root nor to us", path, status.st_uid);
    }
    if ((status.st_mode & S_ISVTX) == 0 && (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return fail("{} lets others remove our sockets: its mode should be 1777", path);
    }
    if (access(path, W_OK | X_OK) != 0) {
        return fail("{} cannot be written to: {}", path, std::strerror(errno));
    }
    return {};
}

Result<std::filesystem::path> find_xwayland(const char* named, const char* search_path) {
    if (named != nullptr && *named != '\0') {
        if (access(named, X_OK) == 0) {
            return named;
        }
        return fail("WLR_XWAYLAND names {}: {}", named, std::strerror(errno));
    }
    const std::string_view folders =
        search_path != nullptr ? search_path : "/usr/local/bin:/usr/bin:/bin";
    for (const auto part : folders | std::views::split(':')) {
        const std::string_view folder(part);
        if (folder.empty()) {
            continue; // the working folder is no place to take a server from
        }
        auto program = std::filesystem::path(folder) / "Xwayland";
        if (access(program.c_str(), X_OK) == 0) {
            return program;
        }
    }
    return fail("no Xwayland is installed");
}

} // namespace exwm_vr::shell
