// SPDX-License-Identifier: MIT
#include "passthrough/environment/read_file.hpp"

#include "base/fd.hpp"
#include "base/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ranges>
#include <vector>

namespace exwm_vr::environment {
namespace {

Answer missing_in(const Answer& file) {
    // What was cut off may have held it.
    return file.truncated ? Answer{.state = Answer::State::failed, .text = "the file is too long"}
                          : Answer{.state = Answer::State::absent};
}

} // namespace

Answer answer_of_errno() {
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return {.state = Answer::State::absent};
    case EACCES:
    case EPERM:
        return {.state = Answer::State::denied};
    default:
        return {.state = Answer::State::failed, .text = std::strerror(errno)};
    }
}

Answer read_file(const std::string& path, std::size_t limit, std::size_t offset) {
    // Looked at first: opening alone can wake a device or a reader's other end.
    struct stat status{};
    if (stat(path.c_str(), &status) != 0) {
        return answer_of_errno();
    }
    if (!S_ISREG(status.st_mode)) {
        return {.state = Answer::State::failed, .text = "not a regular file"};
    }
    const Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!fd || fstat(fd.get(), &status) != 0) {
        return answer_of_errno();
    }
    if (!S_ISREG(status.st_mode)) {
        return {.state = Answer::State::failed, .text = "not a regular file"};
    }
    // One byte more than wanted tells whether there is more. Most files are small, limits are not.
    constexpr std::size_t first_part = 16UL * 1024;
    std::string text(std::min(limit + 1, first_part), '\0');
    std::size_t filled = 0;
    while (filled <= limit) {
        if (filled == text.size()) {
            text.resize(std::min(limit + 1, 2 * filled));
        }
        const auto got = pread(
            fd.get(),
            text.data() + filled,
            text.size() - filled,
            static_cast<off_t>(offset + filled)
        );
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            // So the kernel says that what this file is about is not there, as of a label.
            return errno == EINVAL ? Answer{.state = Answer::State::absent} : answer_of_errno();
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    const bool more = filled > limit;
    text.resize(more ? limit : filled);
    return {.state = Answer::State::known, .text = std::move(text), .truncated = more};
}

Answer field_of(const Answer& file, std::string_view key) {
    if (!file.known()) {
        return file;
    }
    for (const auto part : std::views::split(std::string_view(file.text), '\n')) {
        const std::string_view line(part);
        if (!line.starts_with(key)) {
            continue;
        }
        // "vendor_id" is followed by blanks and a colon, "CapEff:" by blanks alone.
        auto rest = trimmed(line.substr(key.size()));
        if (!key.ends_with(':') && rest.starts_with(':')) {
            rest = trimmed(rest.substr(1));
        }
        return {.state = Answer::State::known, .text = std::string(rest)};
    }
    return missing_in(file);
}

Answer mount_of(const Answer& mountinfo, std::string_view point) {
    if (!mountinfo.known()) {
        return mountinfo;
    }
    Answer found = missing_in(mountinfo);
    for (const auto part : std::views::split(std::string_view(mountinfo.text), '\n')) {
        // ID PARENT DEVICE ROOT POINT OPTIONS [TAG...] - TYPE SOURCE SUPER-OPTIONS
        const std::string_view line(part);
        std::size_t field = 0;
        std::string_view rest = line;
        for (; field < 4 && rest.contains(' '); ++field) {
            rest.remove_prefix(rest.find(' ') + 1);
        }
        const auto separator = rest.find(" - ");
        if (field == 4 && rest.starts_with(point) && rest.substr(point.size()).starts_with(' ') &&
            separator != std::string_view::npos) {
            found = {
                .state = Answer::State::known, .text = std::string(rest.substr(separator + 3))
            };
        }
    }
    return found;
}

Answer variable_of(const Answer& environ, std::string_view name) {
    if (!environ.known()) {
        return environ;
    }
    for (const auto part : std::views::split(std::string_view(environ.text), '\0')) {
        const std::string_view entry(part);
        if (entry.starts_with(name) && entry.substr(name.size()).starts_with('=')) {
            return {
                .state = Answer::State::known, .text = std::string(entry.substr(name.size() + 1))
            };
        }
    }
    return missing_in(environ);
}

} // namespace exwm_vr::environment
