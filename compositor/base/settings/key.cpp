// SPDX-License-Identifier: MIT
#include "base/settings/key.hpp"

#include "base/format.hpp"
#include "base/text.hpp"

namespace exwm_vr::settings {

namespace {

constexpr std::size_t comment_width = 78;

/// @p text in lines of at most @p width, broken at spaces.
std::string wrapped(std::string_view text, std::size_t width) {
    std::string lines;
    std::size_t column = 0;
    for (const auto word : std::views::split(text, ' ')) {
        const std::string_view letters{word};
        if (column > 0 && column + 1 + letters.size() > width) {
            lines += '\n';
            column = 0;
        } else if (column > 0) {
            lines += ' ';
            ++column;
        }
        lines += letters;
        column += letters.size();
    }
    return lines + '\n';
}

std::string value_text(const KeyDoc& doc) {
    return doc.expected + (doc.required ? "; must be given" : "") +
           (doc.default_value.empty() ? "" : "; default " + doc.default_value);
}

} // namespace

std::string indented(std::string_view lines, std::string_view prefix) {
    std::string result;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size() - 1) + 1;
        const std::string_view line = lines.substr(0, end);
        result += line == "\n" ? "" : prefix;
        result += line;
        lines.remove_prefix(end);
    }
    return result;
}

std::string term(const KeyDoc& doc) {
    return formatted("{}: {} Value: {}", doc.path, doc.help, value_text(doc));
}

std::string comment(const KeyDoc& doc, const std::vector<std::string>& terms) {
    std::string lines = wrapped(doc.help, comment_width);
    for (const std::string& text : terms) {
        lines += "  - " + indented(wrapped(text, comment_width - 4), "    ").substr(4);
    }
    if (!doc.expected.empty()) {
        lines += wrapped("Value: " + value_text(doc), comment_width);
    }
    if (!doc.example.empty()) {
        lines += "Example:\n" + indented(doc.example, "  ");
    }
    return indented(lines, "# ");
}

void report_unknown(
    const yaml::Node& name,
    const std::string& path,
    const std::vector<std::string_view>& known,
    Report& report
) {
    if (const std::string_view near = nearest(name.text, known); !near.empty()) {
        report.add(name.place, path, formatted("unknown key; did you mean \"{}\"?", near));
        return;
    }
    std::string list;
    for (const std::string_view candidate : known) {
        list += list.empty() ? "" : ", ";
        list += candidate;
    }
    report.add(name.place, path, "unknown key; known here are " + list);
}

} // namespace exwm_vr::settings
