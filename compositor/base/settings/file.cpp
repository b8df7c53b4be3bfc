// SPDX-License-Identifier: MIT
#include "base/settings/file.hpp"

#include "base/fd.hpp"
#include "base/settings/yaml.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace exwm_vr::settings {

namespace {

std::string reason(int error) {
    return std::generic_category().message(error);
}

Result<void> check_owner(const std::filesystem::path& path, const struct stat& status) {
    if (status.st_uid != 0 && status.st_uid != geteuid()) {
        return fail(
            "{}: not read, as it belongs to user {}, neither root nor this one",
            path.string(),
            status.st_uid
        );
    }
    // A group of the user's own, as many systems give to each of them, is nobody else.
    const bool by_group = (status.st_mode & S_IWGRP) != 0 && status.st_gid != getegid();
    if (by_group || (status.st_mode & S_IWOTH) != 0) {
        return fail("{}: not read, as others may write to it", path.string());
    }
    return {};
}

} // namespace

Result<std::string> read_file(const std::filesystem::path& path, Trust trust) {
    // O_NONBLOCK: opening a pipe must not wait for somebody to write to it.
    const Fd file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (!file) {
        return fail("{}: cannot be opened: {}", path.string(), reason(errno));
    }
    struct stat status{};
    if (fstat(file.get(), &status) != 0) {
        return fail("{}: cannot be read: {}", path.string(), reason(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail("{}: not a regular file", path.string());
    }
    if (trust == Trust::own) {
        if (auto good = check_owner(path, status); !good) {
            return std::unexpected(std::move(good).error());
        }
    }
    std::string text;
    std::array<char, 65536> buffer{};
    while (text.size() <= yaml::longest_text) {
        const ssize_t count = read(file.get(), buffer.data(), buffer.size());
        if (count == 0) {
            break;
        }
        if (count > 0) {
            text.append(buffer.data(), static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            return fail("{}: cannot be read: {}", path.string(), reason(errno));
        }
    }
    return text;
}

} // namespace exwm_vr::settings
