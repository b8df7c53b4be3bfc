// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace exwm_vr::vfio {

/// A device as it was before it was given away.
struct Before {
    std::string address;      ///< "0000:01:00.0"
    std::uint16_t vendor = 0; ///< to know it again: after a restart something else may be there
    std::uint16_t device = 0;
    std::string driver;   ///< empty: it had none
    std::string override; ///< the driver that it was reserved for; empty: none

    friend bool operator==(const Before&, const Before&) = default;
};

/// How to undo the giving away of one GPU.
struct Journal {
    std::string gpu; ///< its address
    std::vector<Before> devices;

    friend bool operator==(const Journal&, const Journal&) = default;
};

inline constexpr std::size_t longest_journal = 64UL * 1024; ///< bytes

[[nodiscard]] std::string write_journal(const Journal& journal);
/// @p file names it in errors. Names in it are checked, as files of sysfs are written by them.
[[nodiscard]] Result<Journal> read_journal(std::string_view text, std::string_view file);

/// The folder that journals lie in, and the right to change them: one process at a time has it.
class JournalFolder {
public:
    /// Makes the folder where it is missing. A failure when somebody else has it.
    [[nodiscard]] static Result<JournalFolder> open(const std::string& path);

    [[nodiscard]] std::string file_of(const std::string& gpu) const;
    /// All that are there, sorted. One that cannot be read is a failure.
    [[nodiscard]] Result<std::vector<Journal>> all() const;
    /// Is on the disk when this returns, whole or not at all.
    [[nodiscard]] Result<void> keep(const Journal& journal) const;
    [[nodiscard]] Result<void> remove(const std::string& gpu) const;

private:
    JournalFolder(std::string path, Fd folder)
        : path_(std::move(path))
        , folder_(std::move(folder)) {}

    std::string path_;
    Fd folder_; ///< open and locked
};

} // namespace exwm_vr::vfio
