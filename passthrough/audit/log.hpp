// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "passthrough/audit/record.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

namespace exwm_vr::audit {

struct Options {
    std::uint64_t longest_file = std::uint64_t{1} << 20U; ///< bytes
    unsigned old_files = 4;                               ///< kept as FILE.1 (the newest) and so on
    /// Whether a record is on the disk before append() is done, which can take long. Without, a
    /// crash of the machine may lose those of the last half minute; one of this process loses none.
    bool durable = false;
};

/// Appends records to a file of JSON lines, which several processes may write to at once.
///
/// A record is one write() to the end of the file, done when append() is: what happens to the
/// process then does not matter. A file that grows too long is renamed, and the oldest is removed.
/// Nobody waits for another process: who finds the file busy appends, and leaves renaming to
/// others.
class Log {
public:
    /// Makes the file and the folders that lead to it, for this user only. A link is refused.
    [[nodiscard]] static Result<Log>
    open(const std::filesystem::path& file, const Options& options = {});

    [[nodiscard]] Result<void> append(const Record& record);

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

private:
    Log(std::filesystem::path file, const Options& options)
        : file_(std::move(file))
        , options_(options) {}

    [[nodiscard]] Result<void> reopen();
    /// Opens the file anew when it is not the one of that name any more, and renames it when
    /// @p more bytes would make it too long.
    [[nodiscard]] Result<void> make_room(std::size_t more);
    void rename_files() const;
    [[nodiscard]] Result<void> write_line(std::string line) const;

    std::filesystem::path file_;
    Options options_;
    Fd fd_;
};

/// $XDG_STATE_HOME/exwm-vr/audit.jsonl, below ~/.local/state by default; empty when neither is
/// known.
[[nodiscard]] std::filesystem::path
default_file(const std::function<const char*(const char*)>& environment);

/// The name of an old file, counted from 1; 0 is @p file itself.
[[nodiscard]] std::filesystem::path old_file(const std::filesystem::path& file, unsigned number);

} // namespace exwm_vr::audit
