// SPDX-License-Identifier: MIT
#include "passthrough/audit/reader.hpp"

#include "passthrough/audit/log.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <system_error>

namespace exwm_vr::audit {

namespace {

namespace fs = std::filesystem;

constexpr unsigned most_old_files = 1000;
constexpr std::size_t longest_line = 65536; ///< bytes; to_line() stays far below

/// How many old files there are.
unsigned count_old(const fs::path& file) {
    unsigned count = 0;
    struct stat status{};
    while (count < most_old_files && lstat(old_file(file, count + 1).c_str(), &status) == 0) {
        ++count;
    }
    return count;
}

} // namespace

Reader::Reader(fs::path file)
    : file_(std::move(file)) {}

Result<void> Reader::read(const Take& take) {
    while (true) {
        if (fd_) {
            if (auto done = read_open_file(take); !done) {
                return done;
            }
        }
        const auto next = open_next(take);
        if (!next) {
            return std::unexpected(next.error());
        }
        if (!*next) {
            return {};
        }
    }
}

Result<bool> Reader::open_next(const Take& take) {
    std::optional<unsigned> number;
    const unsigned old_files = count_old(file_);
    if (!fd_) {
        number = old_files;
    } else {
        struct stat opened{};
        struct stat named{};
        fstat(fd_.get(), &opened);
        // Where is it now? Those before it were renamed along with it; when it is gone, the oldest
        // that is left comes next.
        number = old_files + 1;
        for (unsigned i = 0; i <= old_files; ++i) {
            if (lstat(old_file(file_, i).c_str(), &named) == 0 && named.st_ino == opened.st_ino &&
                named.st_dev == opened.st_dev) {
                number = i;
                break;
            }
        }
        if (*number == 0) {
            return false;
        }
        --*number;
        // What was written between reading to its end and its renaming.
        if (auto done = read_open_file(take); !done) {
            return std::unexpected(std::move(done).error());
        }
    }
    const auto path = old_file(file_, *number);
    Fd fd{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW)};
    struct stat status{};
    if (!fd) {
        if (errno == ENOENT) {
            return false; // not yet, or renamed just now
        }
        return fail("{}: {}", path.string(), std::generic_category().message(errno));
    }
    if (fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return fail("{}: not a regular file", path.string());
    }
    if (!line_.empty() || is_too_long_) {
        ++damaged_; // whose end does not come any more
        line_.clear();
        is_too_long_ = false;
    }
    fd_ = std::move(fd);
    return true;
}

Result<void> Reader::read_open_file(const Take& take) {
    std::array<char, 65536> buffer{};
    while (true) {
        const auto count = ::read(fd_.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fail("{}: {}", file_.string(), std::generic_category().message(errno));
        }
        if (count == 0) {
            return {};
        }
        std::string_view rest{buffer.data(), static_cast<std::size_t>(count)};
        while (!rest.empty()) {
            const auto end = rest.find('\n');
            line_ += rest.substr(0, end);
            if (line_.size() > longest_line) {
                is_too_long_ = true;
                line_.clear();
            }
            if (end == std::string_view::npos) {
                break;
            }
            rest.remove_prefix(end + 1);
            end_line(take);
        }
    }
}

void Reader::end_line(const Take& take) {
    const auto record = is_too_long_ ? std::nullopt : from_line(line_);
    if (record) {
        take(*record);
    } else {
        ++damaged_;
    }
    line_.clear();
    is_too_long_ = false;
}

} // namespace exwm_vr::audit
