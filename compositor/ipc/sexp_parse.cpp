// SPDX-License-Identifier: MIT
#include "ipc/number_syntax.hpp"
#include "ipc/sexp.hpp"
#include "ipc/utf8.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>

namespace exwm_vr::ipc {
namespace {

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool ends_token(char c) {
    return static_cast<unsigned char>(c) <= 0x20 ||
           std::string_view("\"';()[]#`,").find(c) != std::string_view::npos;
}

int digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return 99;
}

/// A recursive-descent reader; max_depth bounds the recursion.
class Parser {
public:
    explicit Parser(std::string_view text)
        : text_(text) {}

    Result<Value> whole() {
        Result<Value> value = read(0);
        if (!value) {
            return value;
        }
        skip_space();
        if (at_ < text_.size()) {
            return error("more text after the end");
        }
        return value;
    }

private:
    std::unexpected<Error> error(std::string_view what) const {
        return fail("byte {}: {}", at_, what);
    }

    [[nodiscard]] bool done() const { return at_ >= text_.size(); }

    [[nodiscard]] char peek() const { return text_[at_]; }

    void skip_space() {
        while (!done() && is_space(peek())) {
            ++at_;
        }
    }

    Result<Value> read(int depth) {
        skip_space();
        if (done()) {
            return error("ends too early");
        }
        switch (peek()) {
        case '(':
            return list(depth);
        case '[':
            return vector(depth);
        case '"':
            return string();
        case '#':
            return hash(depth);
        case ')':
        case ']':
            return error("a bracket closes nothing");
        case '\'':
        case '`':
        case ',':
        case ';':
        case '?':
            return error("quotes, comments and characters are not data");
        default:
            return token();
        }
    }

    /// Reads items up to @p close into @p items. For lists, a lone dot sets @p dotted.
    Result<void> items(int depth, char close, std::vector<Value>& items, bool* dotted) {
        if (depth >= max_depth) {
            return fail("byte {}: nested deeper than {}", at_, max_depth);
        }
        ++at_;
        while (true) {
            skip_space();
            if (done()) {
                return error("ends too early");
            }
            if (peek() == close) {
                ++at_;
                return {};
            }
            if (dotted != nullptr && at_dot()) {
                if (items.empty()) {
                    return error("nothing before the dot");
                }
                ++at_;
                Result<Value> tail = read(depth + 1);
                if (!tail) {
                    return std::unexpected(tail.error());
                }
                skip_space();
                if (done() || peek() != close) {
                    return error("one value and a closing bracket must follow the dot");
                }
                ++at_;
                *dotted = add_tail(items, std::move(*tail));
                return {};
            }
            Result<Value> item = read(depth + 1);
            if (!item) {
                return std::unexpected(item.error());
            }
            items.push_back(std::move(*item));
        }
    }

    [[nodiscard]] bool at_dot() const {
        return peek() == '.' && (at_ + 1 == text_.size() || ends_token(text_[at_ + 1]));
    }

    /// `(a . (b c))` is `(a b c)`; returns whether a dot is left.
    static bool add_tail(std::vector<Value>& items, Value tail) {
        const auto* list = tail.get_if<List>();
        if (list == nullptr) {
            items.push_back(std::move(tail));
            return true;
        }
        items.insert(items.end(), list->items.begin(), list->items.end());
        return list->dotted;
    }

    Result<Value> list(int depth) {
        List list;
        if (auto read = items(depth, ')', list.items, &list.dotted); !read) {
            return std::unexpected(read.error());
        }
        return list;
    }

    Result<Value> vector(int depth) {
        Vector vector;
        if (auto read = items(depth, ']', vector.items, nullptr); !read) {
            return std::unexpected(read.error());
        }
        return vector;
    }

    Result<Value> hash(int depth) {
        const std::size_t start = at_++;
        if (!done() && peek() == '(') {
            // A string with text properties: the text comes first.
            std::vector<Value> parts;
            if (auto read = items(depth, ')', parts, nullptr); !read) {
                return std::unexpected(read.error());
            }
            if (parts.empty() || parts.front().get_if<std::string>() == nullptr) {
                at_ = start;
                return error("text properties without a text");
            }
            return std::move(parts.front());
        }
        if (!done() && peek() == '#' && (at_ + 1 == text_.size() || ends_token(text_[at_ + 1]))) {
            ++at_;
            return Value::named("");
        }
        at_ = start;
        return error("an object that cannot be read");
    }

    Result<Value> token() {
        const std::size_t start = at_;
        std::string name;
        bool escaped = false;
        while (!done() && !ends_token(peek())) {
            if (peek() == '\\') {
                escaped = true;
                if (++at_ == text_.size()) {
                    return error("ends too early");
                }
            }
            name += peek();
            ++at_;
        }
        if (at_ == start) {
            return error("unexpected control character");
        }
        if (escaped) {
            return Value::named(std::move(name));
        }
        switch (token_kind(name)) {
        case TokenKind::integer:
            return integer(start, name);
        case TokenKind::real:
            return real(start, name);
        case TokenKind::not_finite:
            at_ = start;
            return error("infinity and NaN are refused");
        case TokenKind::name:
            break;
        }
        if (name == ".") {
            at_ = start;
            return error("a dot outside of a list");
        }
        return Value::named(std::move(name));
    }

    Result<Value> integer(std::size_t start, std::string_view digits) {
        if (digits.ends_with('.')) {
            digits.remove_suffix(1);
        }
        if (digits.starts_with('+')) {
            digits.remove_prefix(1);
        }
        std::int64_t value = 0;
        const auto [end, code] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (code != std::errc{} || end != digits.data() + digits.size()) {
            at_ = start;
            return error("integer beyond 64 bits");
        }
        return value;
    }

    Result<Value> real(std::size_t start, std::string_view digits) {
        if (digits.starts_with('+')) {
            digits.remove_prefix(1);
        }
        double value = 0;
        const auto [end, code] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (code != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(value)) {
            at_ = start;
            return error("float out of range");
        }
        return value;
    }

    Result<Value> string() {
        ++at_;
        std::string out;
        while (!done()) {
            const std::size_t stop = text_.find_first_of("\"\\", at_);
            if (stop == std::string_view::npos) {
                break;
            }
            out += text_.substr(at_, stop - at_);
            at_ = stop + 1;
            if (text_[stop] == '"') {
                return out;
            }
            if (auto read = escape(out); !read) {
                return std::unexpected(read.error());
            }
        }
        at_ = text_.size();
        return error("ends inside a string");
    }

    Result<void> escape(std::string& out) {
        if (done()) {
            return error("ends inside a string");
        }
        const char c = text_[at_++];
        switch (c) {
        case 'a':
            out += '\a';
            return {};
        case 'b':
            out += '\b';
            return {};
        case 't':
            out += '\t';
            return {};
        case 'n':
            out += '\n';
            return {};
        case 'v':
            out += '\v';
            return {};
        case 'f':
            out += '\f';
            return {};
        case 'r':
            out += '\r';
            return {};
        case 'e':
            out += '\x1b';
            return {};
        case 's':
            out += ' ';
            return {};
        case 'd':
            out += '\x7f';
            return {};
        case ' ':  // ends a \x escape
        case '\n': // continues the string on the next line
            return {};
        case 'x':
            return coded(out, 16, 1, 6);
        case 'u':
            return coded(out, 16, 4, 4);
        case 'U':
            return coded(out, 16, 8, 8);
        case 'C':
        case 'M':
        case 'N':
        case '^':
            return error("this escape is not supported");
        default:
            if (c >= '0' && c <= '7') {
                --at_;
                return coded(out, 8, 1, 3);
            }
            out += c;
            return {};
        }
    }

    Result<void> coded(std::string& out, int base, int min_digits, int max_digits) {
        char32_t character = 0;
        int digits = 0;
        while (digits < max_digits && !done() && digit_value(peek()) < base) {
            character = character * static_cast<char32_t>(base) +
                        static_cast<char32_t>(digit_value(peek()));
            ++at_;
            ++digits;
        }
        // Emacs means a raw byte, not a character, by an octal escape from 0200 on.
        const bool raw_byte = base == 8 && character >= 0x80;
        if (digits < min_digits || raw_byte || !utf8::append(out, character)) {
            return error("this escape is no character");
        }
        return {};
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace

Result<Value> parse(std::string_view text) {
    if (const auto bad = utf8::find_invalid(text)) {
        return fail("byte {}: not UTF-8", *bad);
    }
    return Parser(text).whole();
}

} // namespace exwm_vr::ipc
