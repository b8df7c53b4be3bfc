// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/question.hpp"

#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::gpu {

using environment::Answer;
class TreeRecord;

/// /sys, /proc and /dev of this machine, or of one whose files lie below a folder. Whatever lies
/// there, reading it ends: only regular files are opened, of which a bounded part is read, folders
/// have a bounded number of entries, and links that lead in circles are failures.
class Tree {
public:
    /// @p root stands before all paths.
    explicit Tree(std::string root = {});

    /// The same, and writes down what is looked at in @p record, which outlives it.
    Tree(std::string root, TreeRecord& record);

    /// A file's text without blanks around, at most 64 KiB.
    [[nodiscard]] Answer text(const std::string& path) const;
    /// Sorted; empty when there is no such folder or it cannot be read.
    [[nodiscard]] std::vector<std::string>
    names(const std::string& path, std::string_view prefix = {}) const;
    /// The last name of where a link leads: "amdgpu" for a device's "driver". Empty without.
    [[nodiscard]] std::string link_name(const std::string& path) const;
    /// The path without links, as it is in the tree; empty when it leads nowhere.
    [[nodiscard]] std::string real(const std::string& path) const;
    [[nodiscard]] bool exists(const std::string& path) const;
    [[nodiscard]] std::optional<struct stat> status(const std::string& path) const;

    /// Where @p path is on this machine.
    [[nodiscard]] std::string at(const std::string& path) const { return root_ + path; }

    /// Whether it is this machine itself.
    [[nodiscard]] bool is_machine() const { return root_.empty(); }

private:
    std::string root_;
    TreeRecord* record_ = nullptr;
};

/// A number in text that the kernel wrote: "12", "0x1002". Nothing else may be in it.
[[nodiscard]] std::optional<std::uint64_t> number_in(std::string_view text);

} // namespace exwm_vr::gpu
