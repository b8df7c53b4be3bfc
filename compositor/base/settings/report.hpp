// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::settings {

/// Where something stands in a file; both count from 1, columns in characters.
struct Place {
    int line = 1;
    int column = 1;

    friend auto operator<=>(const Place&, const Place&) = default;
};

/// The full name of @p name inside @p outer: "keyboard.layout". A name that is not made of letters,
/// digits and the characters of key chords is put in quotes.
[[nodiscard]] std::string member_path(std::string_view outer, std::string_view name);
/// The full name of an element of a list, counted from 0: "outputs[0]".
[[nodiscard]] std::string element_path(std::string_view outer, std::size_t index);

/// Gathers the errors of one file, so that all can be mended at once.
class Report {
public:
    explicit Report(std::string_view file_name);

    /// @p path is the full name of the key, such as "keyboard.repeat_rate"; empty for none.
    void add(Place place, std::string_view path, std::string_view message);

    [[nodiscard]] bool empty() const { return problems_.empty(); }

    /// One line a problem, "FILE:LINE:COLUMN: PATH: MESSAGE", in the order of the file.
    [[nodiscard]] std::string text() const;

private:
    struct Problem {
        Place place;
        std::string message;
    };

    std::string file_name_;
    std::vector<Problem> problems_;
    std::size_t left_out_ = 0;
};

} // namespace exwm_vr::settings
