// SPDX-License-Identifier: MIT
#include "vr/doctor/files.hpp"

#include "base/fd.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace exwm_vr::doctor {

std::filesystem::path Files::real(const std::filesystem::path& path) const {
    return root_ / path.relative_path();
}

Result<std::string>
Files::read_beginning(const std::filesystem::path& path, std::size_t limit) const {
    // Not to wait for a pipe that somebody has put there.
    const Fd fd(open(real(path).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status{};
    if (!fd || fstat(fd.get(), &status) != 0) {
        return fail("{} cannot be read: {}", path.string(), std::strerror(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail("{} is not a file", path.string());
    }
    // Not by its size, which files of the kernel say nothing true of.
    std::string text(limit, '\0');
    std::size_t length = 0;
    while (length < limit) {
        const auto got = ::read(fd.get(), text.data() + length, limit - length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail("{} cannot be read: {}", path.string(), std::strerror(errno));
        }
        if (got == 0) {
            break;
        }
        length += static_cast<std::size_t>(got);
    }
    text.resize(length);
    return text;
}

Result<std::string> Files::read(const std::filesystem::path& path, std::size_t limit) const {
    auto text = read_beginning(path, limit + 1);
    if (text && text->size() > limit) {
        return fail("{} is larger than {} bytes", path.string(), limit);
    }
    return text;
}

std::vector<std::string> Files::list(const std::filesystem::path& folder) const {
    std::vector<std::string> names;
    std::error_code error;
    std::filesystem::directory_iterator entry(real(folder), error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        names.push_back(entry->path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

std::optional<FileFacts> Files::look_at(const std::filesystem::path& path) const {
    const auto file = real(path);
    struct stat status{};
    if (stat(file.c_str(), &status) != 0) {
        return std::nullopt;
    }
    constexpr mode_t permissions = 07777;
    return FileFacts{
        .mode = status.st_mode & permissions,
        .regular = S_ISREG(status.st_mode),
        .usable = access(file.c_str(), R_OK | W_OK) == 0,
        .runnable = S_ISREG(status.st_mode) && access(file.c_str(), X_OK) == 0,
    };
}

bool Files::has(const std::filesystem::path& path) const {
    struct stat status{};
    return lstat(real(path).c_str(), &status) == 0;
}

std::filesystem::path Files::folder_of(const std::filesystem::path& path) const {
    std::error_code error;
    const auto file = std::filesystem::canonical(real(path), error);
    const auto root = std::filesystem::canonical(root_, error);
    if (error) {
        return path.parent_path();
    }
    return "/" / file.parent_path().lexically_relative(root);
}

} // namespace exwm_vr::doctor
