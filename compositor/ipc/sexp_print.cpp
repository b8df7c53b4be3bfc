// SPDX-License-Identifier: MIT
#include "ipc/number_syntax.hpp"
#include "ipc/sexp.hpp"
#include "ipc/utf8.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace exwm_vr::ipc {
namespace {

void print_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : utf8::repaired(text)) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    out += '"';
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-+*/_~!@$%^&=<>{}:.|").find(c) != std::string_view::npos;
}

void print_name(std::string& out, std::string_view raw_name, bool keyword) {
    const std::string name = utf8::repaired(raw_name);
    if (keyword) {
        out += ':';
    } else if (name.empty()) {
        out += "##";
        return;
    } else if (name == "." || token_kind(name) != TokenKind::name) {
        out += '\\'; // else it would be read as a number, or as the dot of a pair
    }
    for (std::string_view rest = name; !rest.empty();) {
        const std::size_t length = utf8::character_length(rest);
        if (!is_plain(rest.front())) {
            out += '\\';
        }
        out += rest.substr(0, length);
        rest.remove_prefix(length);
    }
}

void print_double(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += std::signbit(value) ? "-" : "";
        out += std::isnan(value) ? "0.0e+NaN" : "1.0e+INF";
        return;
    }
    std::array<char, 32> buffer{};
    const auto [end, code] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    out += digits;
    if (token_kind(digits) == TokenKind::integer) {
        out += ".0"; // a float stays a float
    }
}

void print_value(std::string& out, const Value& value);

void print_items(std::string& out, const std::vector<Value>& items, bool dotted) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) {
            out += ' ';
        }
        if (dotted && i + 1 == items.size()) {
            out += ". ";
        }
        print_value(out, items[i]);
    }
}

struct Printer {
    std::string& out;

    void operator()(const List& list) const {
        if (list.items.empty()) {
            out += "nil";
            return;
        }
        out += '(';
        print_items(out, list.items, list.dotted);
        out += ')';
    }

    void operator()(const Vector& vector) const {
        out += '[';
        print_items(out, vector.items, false);
        out += ']';
    }

    void operator()(const Symbol& symbol) const { print_name(out, symbol.name, false); }

    void operator()(const Keyword& keyword) const { print_name(out, keyword.name, true); }

    void operator()(std::int64_t value) const { out += std::to_string(value); }

    void operator()(double value) const { print_double(out, value); }

    void operator()(const std::string& text) const { print_string(out, text); }
};

void print_value(std::string& out, const Value& value) {
    std::visit(Printer{out}, value.data());
}

} // namespace

std::string print(const Value& value) {
    std::string out;
    print_value(out, value);
    return out;
}

} // namespace exwm_vr::ipc
