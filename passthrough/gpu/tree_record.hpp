// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/question.hpp"

#include <sys/stat.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::gpu {

/// What was looked at of a Tree, and nothing else, so that a tree with the same in it can be made
/// of it elsewhere: tests/fixtures/gpu/README.md describes the text.
class TreeRecord {
public:
    /// @p root is the folder that stands before all paths; empty for the machine itself.
    explicit TreeRecord(std::string root = {})
        : root_(std::move(root)) {}

    // What Tree was asked, and answered.
    void text(const std::string& path, const environment::Answer& answer);
    void names(const std::string& path, const std::vector<std::string>& found);
    /// @p path itself, where it is a link; else as entry().
    void link(const std::string& path);
    /// That it is there, if it is.
    void entry(const std::string& path);

    [[nodiscard]] std::string to_text() const;

private:
    struct Entry {
        enum class Kind : std::uint8_t { folder, file, link };

        Kind kind = Kind::folder;
        std::string text; ///< a link's target
    };

    /// The path without links, which are noted down on the way; nothing when it leads nowhere.
    std::optional<std::string> follow(const std::string& path);
    /// What is at @p path, no part of which but the last is a link.
    void add(const std::string& path);
    void add_link(const std::string& path, std::string target);
    void note(std::string_view line);

    std::string root_;
    std::map<std::string, Entry> entries_; ///< by path without links
    std::set<std::string> notes_;
};

} // namespace exwm_vr::gpu
