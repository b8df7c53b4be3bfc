// SPDX-License-Identifier: MIT
#pragma once

#include "base/format.hpp"
#include "base/nearest.hpp"
#include "base/settings/key_doc.hpp"
#include "base/settings/kind.hpp"
#include "base/settings/report.hpp"
#include "base/settings/yaml.hpp"

#include <functional>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// What the table of a file's keys is made of: each key of a mapping as data, from which reading,
/// writing and the manual follow, so that they cannot disagree.
namespace exwm_vr::settings {

/// A key's value in YAML: on the key's line, or as lines of their own below it.
struct Written {
    std::string text;   ///< lines end in "\n" when @ref block
    bool block = false; ///< to be indented below the key
};

/// One key of a mapping that is read into a @p Record.
template <typename Record>
struct Key {
    std::string_view name;
    std::string_view help;          ///< whole sentences
    std::string expected;           ///< "a whole number from 0 to 1000"; empty for a section
    std::string_view example;       ///< YAML to show where the default is empty
    std::string default_value;      ///< on one line; empty where there is none
    std::vector<std::string> terms; ///< what else to say of the value, one item each
    std::vector<KeyDoc> children;   ///< keys inside, by names without this key's
    bool is_list = false;
    bool required = false;
    std::function<void(const yaml::Node&, Record&, Report&, const std::string& path)> read;
    /// Nothing when the key is not set; with @p comments, keys inside are explained.
    std::function<std::optional<Written>(const Record&, bool comments)> write;
};

template <typename Record>
using Keys = std::vector<Key<Record>>;

[[nodiscard]] std::string indented(std::string_view lines, std::string_view prefix);
/// The key's explanation as lines of a YAML comment, with @p terms as a list.
[[nodiscard]] std::string comment(const KeyDoc& doc, const std::vector<std::string>& terms);
/// "NAME: HELP Value: …", for the keys of a list's mappings, which have no lines of their own.
[[nodiscard]] std::string term(const KeyDoc& doc);
/// Says that @p name is unknown and which of @p known it may have meant.
void report_unknown(
    const yaml::Node& name,
    const std::string& path,
    const std::vector<std::string_view>& known,
    Report& report
);

template <typename Record>
KeyDoc describe(const Key<Record>& key) {
    return {
        .path = std::string{key.name},
        .help = std::string{key.help},
        .expected = key.expected,
        .default_value = key.default_value,
        .example = std::string{key.example},
        .required = key.required,
    };
}

/// The keys and those inside them, with full paths.
template <typename Record>
std::vector<KeyDoc> describe(const Keys<Record>& keys) {
    std::vector<KeyDoc> docs;
    for (const Key<Record>& key : keys) {
        docs.push_back(describe(key));
        for (KeyDoc child : key.children) {
            child.path = formatted("{}{}{}", key.name, key.is_list ? "[]." : ".", child.path);
            docs.push_back(std::move(child));
        }
    }
    return docs;
}

template <typename Record>
void read_mapping(
    const yaml::Node& node,
    Record& record,
    const Keys<Record>& keys,
    Report& report,
    const std::string& path
) {
    // A name with nothing below it, as when all keys are commented out, sets nothing.
    if (node.kind != yaml::Node::Kind::mapping && node.kind != yaml::Node::Kind::null) {
        report.add(
            node.place, path, kind::mismatch("a mapping of names to values", node).error().message
        );
        return;
    }
    // In the table's order, as a later key may depend on an earlier one.
    for (const Key<Record>& key : keys) {
        if (const yaml::Node* value = node.find(key.name)) {
            key.read(*value, record, report, member_path(path, key.name));
        } else if (key.required) {
            report.add(node.place, path, formatted("\"{}\" is missing", key.name));
        }
    }
    std::vector<std::string_view> known;
    for (const Key<Record>& key : keys) {
        known.push_back(key.name);
    }
    for (const yaml::Entry& entry : node.entries) {
        if (std::ranges::find(known, entry.name.text) == known.end()) {
            report_unknown(entry.name, member_path(path, entry.name.text), known, report);
        }
    }
}

template <typename Record>
std::string write_mapping(const Record& record, const Keys<Record>& keys, bool comments) {
    std::string text;
    for (const Key<Record>& key : keys) {
        const auto value = key.write(record, comments);
        if (!value) {
            continue;
        }
        if (comments) {
            text += text.empty() ? "" : "\n";
            text += comment(describe(key), key.terms);
        }
        text += formatted("{}:{}", key.name, value->block ? "\n" : " " + value->text + "\n");
        if (value->block) {
            text += indented(value->text, "  ");
        }
    }
    return text;
}

/// A single value. @p where leads from a Record to its member, which may be optional.
template <typename Record, typename T, typename Where>
Key<Record>
value(std::string_view name, std::string_view help, Where where, const kind::Kind<T>& kind) {
    using Member = std::remove_cvref_t<std::invoke_result_t<Where, Record&>>;
    constexpr bool optional = !std::is_same_v<Member, T>;
    Key<Record> key;
    key.name = name;
    key.help = help;
    key.expected = kind.expected;
    key.read =
        [=](const yaml::Node& node, Record& record, Report& report, const std::string& path) {
            if (auto result = kind.read(node)) {
                std::invoke(where, record) = *std::move(result);
            } else {
                report.add(node.place, path, result.error().message);
            }
        };
    key.write = [=](const Record& record, bool /*comments*/) -> std::optional<Written> {
        const Member& member = std::invoke(where, record);
        if constexpr (optional) {
            return member ? std::optional(Written{.text = kind.write(*member)}) : std::nullopt;
        } else {
            return Written{.text = kind.write(member)};
        }
    };
    if constexpr (!optional) {
        key.default_value = key.write(Record{}, false)->text;
    }
    return key;
}

/// A mapping inside the mapping.
template <typename Record, typename Inner>
Key<Record> section(
    std::string_view name, std::string_view help, Inner Record::* where, const Keys<Inner>& keys
) {
    Key<Record> key;
    key.name = name;
    key.help = help;
    key.children = describe(keys);
    key.read = [=](
                   const yaml::Node& node, Record& record, Report& report, const std::string& path
               ) { read_mapping(node, record.*where, keys, report, path); };
    key.write = [=](const Record& record, bool comments) {
        return Written{.text = write_mapping(record.*where, keys, comments), .block = true};
    };
    return key;
}

/// A list; @p read_item appends what it reads, @p write_item gives lines without the "- ".
template <typename Record, typename Item, typename ReadItem, typename WriteItem>
Key<Record> list(
    std::string_view name,
    std::string_view help,
    std::vector<Item> Record::* where,
    const std::string& expected,
    const ReadItem& read_item,
    const WriteItem& write_item
) {
    Key<Record> key;
    key.name = name;
    key.help = help;
    key.expected = expected;
    key.default_value = "[]";
    key.is_list = true;
    key.read =
        [=](const yaml::Node& node, Record& record, Report& report, const std::string& path) {
            if (node.kind != yaml::Node::Kind::sequence && node.kind != yaml::Node::Kind::null) {
                report.add(node.place, path, kind::mismatch(expected, node).error().message);
                return;
            }
            (record.*where).clear();
            for (const auto& [index, item] : std::views::enumerate(node.items)) {
                const auto number = static_cast<std::size_t>(index);
                read_item(item, record.*where, report, element_path(path, number));
            }
        };
    key.write = [=](const Record& record, bool /*comments*/) {
        if ((record.*where).empty()) {
            return Written{.text = "[]"};
        }
        std::string text;
        for (const Item& item : record.*where) {
            text += "- " + indented(write_item(item), "  ").substr(2);
        }
        return Written{.text = text, .block = true};
    };
    return key;
}

template <typename Record, typename T>
Key<Record> list_of_values(
    std::string_view name,
    std::string_view help,
    std::vector<T> Record::* where,
    const kind::Kind<T>& kind
) {
    return list(
        name,
        help,
        where,
        "a list, each " + kind.expected,
        [=](const yaml::Node& node, std::vector<T>& into, Report& report, const std::string& path) {
            if (auto result = kind.read(node)) {
                into.push_back(*std::move(result));
            } else {
                report.add(node.place, path, result.error().message);
            }
        },
        [=](const T& item) { return kind.write(item) + "\n"; }
    );
}

template <typename Record, typename Item>
Key<Record> list_of_mappings(
    std::string_view name,
    std::string_view help,
    std::vector<Item> Record::* where,
    const Keys<Item>& keys
) {
    Key<Record> key = list(
        name,
        help,
        where,
        "a list of mappings",
        [=](
            const yaml::Node& node, std::vector<Item>& into, Report& report, const std::string& path
        ) { read_mapping(node, into.emplace_back(), keys, report, path); },
        [=](const Item& item) {
            const std::string lines = write_mapping(item, keys, false);
            return lines.empty() ? "{}\n" : lines;
        }
    );
    key.children = describe(keys);
    for (const KeyDoc& doc : key.children) {
        key.terms.push_back(term(doc));
    }
    return key;
}

} // namespace exwm_vr::settings
