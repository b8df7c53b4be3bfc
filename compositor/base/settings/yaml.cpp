// SPDX-License-Identifier: MIT
#include "base/settings/yaml.hpp"

#include "base/format.hpp"
#include "base/text.hpp"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <spanstream>
#include <stdexcept>
#include <unordered_map>

namespace exwm_vr::settings::yaml {

namespace {

/// Leaves the library's parser from inside one of its calls back to us.
struct Refused : std::runtime_error {
    Refused(const YAML::Mark& where, const std::string& message)
        : std::runtime_error(message)
        , mark(where) {}

    YAML::Mark mark;
};

std::ptrdiff_t characters(std::string_view text) {
    return std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
}

/// The place after @p text.
Place end_of(std::string_view text) {
    const auto line = std::ranges::count(text, '\n');
    const auto column = characters(text.substr(text.rfind('\n') + 1));
    return {static_cast<int>(line) + 1, static_cast<int>(column) + 1};
}

/// Turns the library's marks, which count bytes, into places, which count characters.
class Places {
public:
    explicit Places(std::string_view text)
        : text_(text) {}

    [[nodiscard]] Place of(const YAML::Mark& mark) {
        if (mark.is_null()) {
            return {};
        }
        // The library gives the end of the text the column 0, wherever it is.
        if (mark.pos >= std::ssize(text_)) {
            return end_of(text_);
        }
        const auto end = std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size());
        const auto bytes = std::min(static_cast<std::size_t>(std::max(mark.column, 0)), end);
        const std::size_t start = end - bytes;
        // Marks mostly come in the text's order: counting on from the last one keeps a long line
        // with many values from costing the square of its length.
        if (start != line_start_ || end < counted_to_) {
            line_start_ = start;
            counted_to_ = start;
            counted_ = 0;
        }
        counted_ += characters(text_.substr(counted_to_, end - counted_to_));
        counted_to_ = end;
        return {mark.line + 1, static_cast<int>(counted_) + 1};
    }

private:
    std::string_view text_;
    std::size_t line_start_ = 0;
    std::size_t counted_to_ = 0;
    std::ptrdiff_t counted_ = 0;
};

/// Builds the tree from the library's events, and refuses what a configuration does not need
/// before it can cost anything.
class Builder final : public YAML::EventHandler {
public:
    Builder(Places& places, Report& report)
        : places_(places)
        , report_(report) {}

    [[nodiscard]] Node take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (started_) {
            throw Refused(mark, "a second document begins here; expected one only");
        }
        started_ = true;
    }

    void OnDocumentEnd() override {}

    void OnAnchor(const YAML::Mark& mark, const std::string& /*name*/) override {
        throw Refused(
            mark,
            "anchors (&) are not supported here; put text that begins with & in "
            "quotes"
        );
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
        throw Refused(
            mark,
            "aliases (*) are not supported here; put text that begins with * in "
            "quotes"
        );
    }

    void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
        add({.kind = Node::Kind::null, .place = places_.of(mark)}, mark);
    }

    void OnScalar(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t /*anchor*/,
        const std::string& value
    ) override {
        const bool quoted = tag == "!";
        if (!quoted) {
            refuse_tag(mark, tag);
        }
        if (value.contains('\0')) {
            throw Refused(mark, "text cannot hold a NUL character");
        }
        // The library makes single bytes of these two escapes.
        if (!valid_utf8(value)) {
            throw Refused(mark, "write \\u0085 for \\N and \\u00a0 for \\_");
        }
        add({.kind = Node::Kind::scalar,
             .quoted = quoted,
             .place = places_.of(mark),
             .text = value},
            mark);
    }

    void OnSequenceStart(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t /*anchor*/,
        YAML::EmitterStyle::value /*style*/
    ) override {
        open(Node::Kind::sequence, mark, tag);
    }

    void OnSequenceEnd() override { close(); }

    void OnMapStart(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t /*anchor*/,
        YAML::EmitterStyle::value /*style*/
    ) override {
        open(Node::Kind::mapping, mark, tag);
    }

    void OnMapEnd() override { close(); }

private:
    /// A sequence or mapping whose end has not come yet.
    struct Open {
        Node node;
        std::optional<Node> name; ///< of the mapping's entry whose value comes next
        std::unordered_map<std::string, Place> names;
    };

    static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        if (tag != "?" && !tag.empty()) {
            throw Refused(
                mark,
                "tags (!) are not supported here; put text that begins with ! in "
                "quotes"
            );
        }
    }

    void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag) {
        refuse_tag(mark, tag);
        if (open_.size() == deepest_nesting) {
            throw Refused(mark, formatted("nested deeper than {} levels", deepest_nesting));
        }
        open_.push_back(
            {.node = {.kind = kind, .place = places_.of(mark)}, .name = {}, .names = {}}
        );
        marks_.push_back(mark);
    }

    void close() {
        Node done = std::move(open_.back().node);
        const YAML::Mark mark = marks_.back();
        open_.pop_back();
        marks_.pop_back();
        add(std::move(done), mark);
    }

    void add(Node node, const YAML::Mark& mark) {
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& outer = open_.back();
        if (outer.node.kind == Node::Kind::sequence) {
            outer.node.items.push_back(std::move(node));
        } else if (!outer.name) {
            if (node.kind != Node::Kind::scalar) {
                throw Refused(mark, "expected a name before the colon, got " + node.describe());
            }
            outer.name = std::move(node);
        } else {
            add_entry(outer, std::move(node));
        }
    }

    void add_entry(Open& outer, Node value) {
        Node name = std::move(*outer.name);
        outer.name.reset();
        // The library notices that a value is missing only at what comes next.
        if (value.kind == Node::Kind::null) {
            value.place = name.place;
        }
        const auto [first, is_new] = outer.names.try_emplace(name.text, name.place);
        if (is_new) {
            outer.node.entries.push_back({std::move(name), std::move(value)});
            return;
        }
        report_.add(
            name.place,
            path_of(name.text),
            formatted("given twice, first on line {}", first->second.line)
        );
    }

    /// The full name of @p name in the innermost open mapping.
    [[nodiscard]] std::string path_of(std::string_view name) const {
        std::string path;
        for (const Open& outer : open_) {
            if (outer.node.kind == Node::Kind::sequence) {
                path = element_path(path, outer.node.items.size());
            } else if (outer.name) {
                path = member_path(path, outer.name->text);
            }
        }
        return member_path(path, name);
    }

    Places& places_;
    Report& report_;
    bool started_ = false;
    Node root_;
    std::vector<Open> open_;
    std::vector<YAML::Mark> marks_; ///< where each of open_ began
};

/// Whether the library can be trusted with @p text: it guesses other encodings, and takes the
/// control character 4 for the end.
bool check_characters(std::string_view text, Report& report) {
    std::string_view rest = text;
    const auto here = [&] { return end_of(text.substr(0, text.size() - rest.size())); };
    while (!rest.empty()) {
        const auto point = first_code_point(rest);
        if (!point) {
            report.add(here(), "", "not valid UTF-8");
            return false;
        }
        const char32_t value = point->value;
        const bool blank = value == '\t' || value == '\n' || value == '\r';
        if ((value < 0x20 && !blank) || value == 0x7F) {
            report.add(
                here(), "", formatted("control character U+{:04X}", static_cast<unsigned>(value))
            );
            return false;
        }
        rest.remove_prefix(point->length);
    }
    return true;
}

void read_documents(std::string_view text, Builder& builder) {
    std::ispanstream stream{std::span{text}};
    YAML::Parser parser{stream};
    while (parser.HandleNextDocument(builder)) {
    }
}

/// Whether @p text can stand without quotes: words that begin with a letter and hold nothing that
/// means something to YAML.
bool plain(std::string_view text) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    constexpr std::string_view others = "0123456789_./+-<> ";
    constexpr std::array<std::string_view, 3> nothing{"null", "Null", "NULL"};
    return !text.empty() && letters.contains(text.front()) && text.back() != ' ' &&
           std::ranges::all_of(
               text, [&](char c) { return letters.contains(c) || others.contains(c); }
           ) &&
           !std::ranges::contains(nothing, text);
}

} // namespace

const Node* Node::find(std::string_view name) const {
    const auto found = std::ranges::find_if(entries, [name](const Entry& entry) {
        return entry.name.text == name;
    });
    return found == entries.end() ? nullptr : &found->value;
}

std::string Node::describe() const {
    switch (kind) {
    case Kind::null:
        return "nothing";
    case Kind::scalar:
        return quoted ? "the text " + in_quotes(text) : in_quotes(text);
    case Kind::sequence:
        return "a list";
    case Kind::mapping:
        return "a mapping";
    }
    return "something else";
}

std::optional<Node> read(std::string_view text, Report& report) {
    if (text.size() > longest_text) {
        report.add({}, "", formatted("longer than {} bytes", longest_text));
        return std::nullopt;
    }
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    if (!check_characters(text, report)) {
        return std::nullopt;
    }
    Places places{text};
    try {
        Builder builder{places, report};
        read_documents(text, builder);
        return builder.take();
    } catch (const Refused& refused) {
        report.add(places.of(refused.mark), "", refused.what());
    } catch (const YAML::Exception& error) {
        report.add(places.of(error.mark), "", "not valid YAML: " + error.msg);
    }
    return std::nullopt;
}

std::string scalar(std::string_view text) {
    if (plain(text)) {
        return std::string{text};
    }
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (c == '\t') {
            result += "\\t";
        } else if (byte < 0x20 || byte == 0x7F) {
            result += formatted("\\x{:02x}", byte);
        } else {
            result += c;
        }
    }
    return result + '"';
}

} // namespace exwm_vr::settings::yaml
