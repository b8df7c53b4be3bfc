// SPDX-License-Identifier: MIT
#include "base/settings/manual.hpp"

#include "base/format.hpp"

namespace exwm_vr::settings {

std::string escaped_for_manual(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (std::string_view{"\\*_#[]`~<>|+-."}.contains(c)) {
            result += '\\';
        }
        result += c;
    }
    return result;
}

std::string manual_entry(const KeyDoc& doc) {
    const auto escaped = escaped_for_manual;
    std::string text = formatted("\n*{}*\n\t{}\n", escaped(doc.path), escaped(doc.help));
    if (!doc.expected.empty()) {
        text += formatted(
            "\n\tValue: {}{}.{}\n",
            escaped(doc.expected),
            doc.required ? "; it must be given" : "",
            doc.default_value.empty() ? "" : " Default: *" + escaped(doc.default_value) + "*"
        );
    }
    return text;
}

} // namespace exwm_vr::settings
