// SPDX-License-Identifier: MIT
#include "vr/doctor/udev_rules.hpp"

#include "vr/doctor/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace exwm_vr::doctor {

namespace {

constexpr std::array<std::string_view, 6> operations{"==", "!=", "+=", "-=", ":=", "="};

/// Takes one part off the beginning of @p line; nothing when there is none well-formed.
std::optional<RulePart> take_part(std::string_view& line) {
    constexpr std::string_view blank = " \t,";
    const auto start = line.find_first_not_of(blank);
    if (start == std::string_view::npos) {
        line = {};
        return std::nullopt;
    }
    line.remove_prefix(start);
    const auto after_key = line.find_first_of("=!+-:{ \t");
    if (after_key == std::string_view::npos || after_key == 0) {
        return std::nullopt;
    }
    RulePart part{
        .key = std::string(line.substr(0, after_key)), .attribute = {}, .operation = {}, .value = {}
    };
    line.remove_prefix(after_key);
    if (line.starts_with('{')) {
        const auto end = line.find('}');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        part.attribute = line.substr(1, end - 1);
        line.remove_prefix(end + 1);
    }
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const auto* const operation = std::ranges::find_if(operations, [&](std::string_view one) {
        return line.starts_with(one);
    });
    if (operation == operations.end()) {
        return std::nullopt;
    }
    part.operation = *operation;
    line.remove_prefix(operation->size());
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.starts_with("e\"")) {
        line.remove_prefix(1);
    }
    if (!line.starts_with('"')) {
        return std::nullopt;
    }
    const auto end = line.find('"', 1);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    part.value = line.substr(1, end - 1);
    line.remove_prefix(end + 1);
    return part;
}

void add_rule(std::vector<UdevRule>& rules, std::string_view line) {
    UdevRule rule;
    while (!line.empty()) {
        auto part = take_part(line);
        if (!part) {
            break;
        }
        rule.push_back(*std::move(part));
    }
    if (line.empty() && !rule.empty()) {
        rules.push_back(std::move(rule));
    }
}

} // namespace

std::vector<UdevRule> read_udev_rules(std::string_view text) {
    std::vector<UdevRule> rules;
    std::string line; // with those that it goes on in
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto part = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.starts_with('#')) {
            continue; // also amid a rule
        }
        const bool goes_on = part.ends_with('\\');
        line += goes_on ? part.substr(0, part.size() - 1) : part;
        if (!goes_on) {
            add_rule(rules, line);
            line.clear();
        }
    }
    add_rule(rules, line);
    return rules;
}

} // namespace exwm_vr::doctor
