// SPDX-License-Identifier: MIT
#include "base/table.hpp"

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace exwm_vr {

namespace {

/// Characters rather than columns: wide ones misalign, which only the last column ever holds.
std::size_t characters_in(std::string_view utf8) {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

} // namespace

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto point = first_code_point(text);
        const std::size_t length = point ? point->length : 1;
        if (!point) {
            out += "\uFFFD";
        } else if (point->value == '\n') {
            out += "\\n";
        } else if (point->value == '\t') {
            out += "\\t";
        } else if (point->value < 0x20 || (point->value >= 0x7f && point->value < 0xa0)) {
            out += formatted("\\u{{{:x}}}", static_cast<std::uint32_t>(point->value));
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return out;
}

std::string or_dash(std::string text) {
    return text.empty() ? "-" : std::move(text);
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string text;
    for (const auto& word : words) {
        text += text.empty() ? "" : between;
        text += word;
    }
    return text;
}

Table::Table(std::vector<std::string> heading) {
    rows_.push_back(std::move(heading));
}

void Table::add(std::vector<std::string> cells) {
    if (cells.size() != rows_.front().size()) {
        log::panic("a table row has another number of cells than the heading");
    }
    for (std::string& cell : cells) {
        cell = printable(cell);
    }
    rows_.push_back(std::move(cells));
}

std::string Table::to_string(bool bold_heading) const {
    std::vector<std::size_t> widths(rows_.front().size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], characters_in(row[i]));
        }
    }
    std::string out;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) {
                line.append(widths[i] - characters_in(row[i]) + 2, ' ');
            }
        }
        line.erase(line.find_last_not_of(' ') + 1);
        if (bold_heading && &row == &rows_.front()) {
            line.insert(0, "\x1b[1m");
            line += "\x1b[0m";
        }
        out += line + '\n';
    }
    return out;
}

} // namespace exwm_vr
