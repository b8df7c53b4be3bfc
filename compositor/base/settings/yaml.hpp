// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings/report.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The part of YAML that a configuration needs, read into a tree that knows its places.
namespace exwm_vr::settings::yaml {

struct Entry;

/// A value in the file.
struct Node {
    enum class Kind : std::uint8_t { null, scalar, sequence, mapping };

    Kind kind = Kind::null;
    bool quoted = false; ///< a scalar in quotes or a block scalar: always text
    Place place;
    std::string text;           ///< of a scalar, without NUL
    std::vector<Node> items;    ///< of a sequence
    std::vector<Entry> entries; ///< of a mapping, in file order, no name twice

    /// The value in the mapping under @p name, or null when there is none.
    [[nodiscard]] const Node* find(std::string_view name) const;
    /// The value in words for "got …": `"fast"`, `the text "5"`, `a list`.
    [[nodiscard]] std::string describe() const;
};

struct Entry {
    Node name; ///< a scalar
    Node value;
};

constexpr std::size_t longest_text = std::size_t{1} << 20; ///< bytes
constexpr int deepest_nesting = 8;

/// Reads one YAML 1.2 document; an empty one gives a null node. Nothing is returned, and @p report
/// says why, for text that is too long, not UTF-8, holds control characters, is nested too deep or
/// holds more than one document, and for YAML's anchors, aliases and tags: a configuration needs
/// none, and they let a small file grow without bounds. A name that comes twice in a mapping is
/// reported too; the tree then has its first value.
[[nodiscard]] std::optional<Node> read(std::string_view text, Report& report);

/// @p text as a YAML scalar that reads back as the same text: plain where that is safe, else in
/// double quotes.
[[nodiscard]] std::string scalar(std::string_view text);

} // namespace exwm_vr::settings::yaml
