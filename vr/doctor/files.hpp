// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::doctor {

struct FileFacts {
    mode_t mode = 0; ///< permission bits, as 0660
    bool regular = false;
    bool usable = false;   ///< we may read and write it
    bool runnable = false; ///< we may execute it
};

/// The files of a system below a root folder, "/" but in tests. Paths are absolute in there, and
/// links that lead out of it are followed.
class Files {
public:
    explicit Files(std::filesystem::path root = "/")
        : root_(std::move(root)) {}

    /// The whole of a regular file, which may have @p limit bytes at most.
    [[nodiscard]] Result<std::string>
    read(const std::filesystem::path& path, std::size_t limit) const;

    /// No more than @p limit bytes from the beginning of a regular file.
    [[nodiscard]] Result<std::string>
    read_beginning(const std::filesystem::path& path, std::size_t limit) const;

    /// Names in a folder, sorted; none where there is no such folder.
    [[nodiscard]] std::vector<std::string> list(const std::filesystem::path& folder) const;

    /// None where there is no such file, or a link leads nowhere.
    [[nodiscard]] std::optional<FileFacts> look_at(const std::filesystem::path& path) const;

    /// Whether there is something of that name, also a link that leads nowhere.
    [[nodiscard]] bool has(const std::filesystem::path& path) const;

    /// The folder that a file is really in, all links followed.
    [[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path& path) const;

private:
    [[nodiscard]] std::filesystem::path real(const std::filesystem::path& path) const;

    std::filesystem::path root_;
};

} // namespace exwm_vr::doctor
