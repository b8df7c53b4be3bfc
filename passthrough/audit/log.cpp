// SPDX-License-Identifier: MIT
#include "passthrough/audit/log.hpp"

#include "base/format.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace exwm_vr::audit {

namespace {

namespace fs = std::filesystem;

std::unexpected<Error> failure(const fs::path& file, std::string_view what, int error) {
    return fail("{}: {}: {}", file.string(), what, std::generic_category().message(error));
}

/// Holds the file's lock, unless another process has it.
class Lock {
public:
    explicit Lock(int fd)
        : fd_(fd)
        , held_(flock(fd, LOCK_EX | LOCK_NB) == 0) {}

    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

    ~Lock() {
        if (held_) {
            flock(fd_, LOCK_UN);
        }
    }

    [[nodiscard]] bool held() const { return held_; }

private:
    int fd_;
    bool held_;
};

bool is_same(const struct stat& a, const struct stat& b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/// Somebody died or ran out of room in the middle of a line.
bool is_torn(int fd, off_t size) {
    char last = '\n';
    return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

} // namespace

Result<Log> Log::open(const fs::path& file, const Options& options) {
    std::error_code error;
    // Of the folders, those that are made here are this user's only.
    const auto mask = umask(0077);
    fs::create_directories(file.parent_path(), error);
    umask(mask);
    if (error) {
        return failure(file.parent_path(), "cannot be made", error.value());
    }
    Log log(file, options);
    return log.reopen().transform([&] { return std::move(log); });
}

Result<void> Log::reopen() {
    constexpr int flags =
        O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK;
    Fd fd{::open(file_.c_str(), flags, 0600)};
    struct stat status{};
    if (!fd || fstat(fd.get(), &status) != 0) {
        return failure(file_, "cannot be opened", errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return fail("{}: not a regular file", file_.string());
    }
    fd_ = std::move(fd);
    return {};
}

Result<void> Log::append(const Record& record) {
    std::string line = to_line(record);
    if (auto room = make_room(line.size()); !room) {
        return room;
    }
    return write_line(std::move(line));
}

Result<void> Log::make_room(std::size_t more) {
    struct stat named{};
    struct stat opened{};
    const auto look = [&]() -> Result<bool> {
        if (fstat(fd_.get(), &opened) != 0) {
            return failure(file_, "cannot be read", errno);
        }
        return lstat(file_.c_str(), &named) == 0 && is_same(named, opened);
    };
    auto current = look();
    if (current && !*current) {
        if (auto done = reopen(); !done) {
            return done;
        }
        current = look();
    }
    if (!current) {
        return std::unexpected(std::move(current).error());
    }
    const auto size = static_cast<std::uint64_t>(opened.st_size);
    if (size == 0 || size + more <= options_.longest_file) {
        return {};
    }
    {
        const Lock lock(fd_.get());
        // Another process may have renamed it before the lock was had.
        current = look();
        if (!lock.held() || (current && !*current)) {
            return {};
        }
        rename_files();
    }
    return reopen();
}

void Log::rename_files() const {
    if (options_.durable) {
        fdatasync(fd_.get());
    }
    // What cannot be renamed stays and grows: that is better than to lose records.
    std::error_code ignored;
    for (unsigned number = options_.old_files; number > 0; --number) {
        fs::rename(old_file(file_, number - 1), old_file(file_, number), ignored);
    }
    if (options_.old_files == 0) {
        fs::remove(file_, ignored);
    }
}

Result<void> Log::write_line(std::string line) const {
    struct stat status{};
    if (fstat(fd_.get(), &status) == 0 && is_torn(fd_.get(), status.st_size)) {
        line.insert(line.begin(), '\n');
    }
    ssize_t written = -1;
    do {
        written = write(fd_.get(), line.data(), line.size());
    } while (written < 0 && errno == EINTR);
    if (written < 0) {
        return failure(file_, "cannot be written", errno);
    }
    if (static_cast<std::size_t>(written) != line.size()) {
        return fail("{}: only a part of a line could be written", file_.string());
    }
    if (options_.durable && fdatasync(fd_.get()) != 0) {
        return failure(file_, "cannot be brought to the disk", errno);
    }
    return {};
}

fs::path default_file(const std::function<const char*(const char*)>& environment) {
    const auto absolute = [&](const char* name) -> fs::path {
        const char* const value = environment(name);
        fs::path path = value == nullptr ? "" : value;
        return path.is_absolute() ? path : fs::path{};
    };
    if (const auto own = absolute("XDG_STATE_HOME"); !own.empty()) {
        return own / "exwm-vr" / "audit.jsonl";
    }
    const auto home = absolute("HOME");
    return home.empty() ? fs::path{} : home / ".local" / "state" / "exwm-vr" / "audit.jsonl";
}

fs::path old_file(const fs::path& file, unsigned number) {
    return number == 0 ? file : fs::path{formatted("{}.{}", file.string(), number)};
}

} // namespace exwm_vr::audit
