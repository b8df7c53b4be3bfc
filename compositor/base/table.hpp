// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr {

/// Text that came from elsewhere, made safe for a terminal: control characters (also DEL and the
/// C1 ones) become \n, \t or \u{..}; what is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

/// For a cell that would be empty.
[[nodiscard]] std::string or_dash(std::string text);

[[nodiscard]] std::string
joined(const std::vector<std::string>& words, std::string_view between = " ");

/// Rows under a heading, columns aligned to the left and two spaces apart. Cells pass through
/// printable(); the last column is not padded.
class Table {
public:
    explicit Table(std::vector<std::string> heading);

    /// @p cells must be as many as the heading has.
    void add(std::vector<std::string> cells);

    /// @p bold_heading uses ANSI escapes.
    [[nodiscard]] std::string to_string(bool bold_heading) const;

private:
    std::vector<std::vector<std::string>> rows_; ///< the heading first
};

} // namespace exwm_vr
