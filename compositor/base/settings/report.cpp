// SPDX-License-Identifier: MIT
#include "base/settings/report.hpp"

#include "base/format.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cctype>

namespace exwm_vr::settings {

namespace {

constexpr std::size_t most_problems = 50; // more come of one cause, such as a wrong file

bool simple(char c) {
    constexpr std::string_view others = "_-<>&!+";
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || others.contains(c);
}

} // namespace

std::string member_path(std::string_view outer, std::string_view name) {
    const bool bare = !name.empty() && name.size() <= 60 && std::ranges::all_of(name, simple);
    const std::string shown = bare ? std::string{name} : in_quotes(name);
    return outer.empty() ? shown : formatted("{}.{}", outer, shown);
}

std::string element_path(std::string_view outer, std::size_t index) {
    return formatted("{}[{}]", outer, index);
}

Report::Report(std::string_view file_name)
    : file_name_(file_name) {}

void Report::add(Place place, std::string_view path, std::string_view message) {
    if (problems_.size() == most_problems) {
        ++left_out_;
        return;
    }
    problems_.push_back(
        {place, path.empty() ? std::string{message} : formatted("{}: {}", path, message)}
    );
}

std::string Report::text() const {
    std::vector<Problem> ordered = problems_;
    std::ranges::stable_sort(ordered, {}, &Problem::place);
    std::string text;
    for (const Problem& problem : ordered) {
        text += text.empty() ? "" : "\n";
        text += formatted(
            "{}:{}:{}: {}", file_name_, problem.place.line, problem.place.column, problem.message
        );
    }
    if (left_out_ > 0) {
        text += formatted("\n{}: and {} more", file_name_, left_out_);
    }
    return text;
}

} // namespace exwm_vr::settings
