// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// S-expressions as Emacs prints and reads them, as far as IPC messages need them.
namespace exwm_vr::ipc {

class Value;

/// An interned name other than nil and keywords, e.g. `t` or `left`.
struct Symbol {
    std::string name;
    friend bool operator==(const Symbol&, const Symbol&) = default;
};

/// `:tiling` has the name "tiling".
struct Keyword {
    std::string name;
    friend bool operator==(const Keyword&, const Keyword&) = default;
};

/// `(a b c)`; the empty one is nil. Of a dotted list the last item is what follows the dot: it
/// has two items or more, and the last one is not a list.
struct List {
    std::vector<Value> items;
    bool dotted = false;
    friend bool operator==(const List&, const List&);
};

/// `[a b c]`.
struct Vector {
    std::vector<Value> items;
    friend bool operator==(const Vector&, const Vector&);
};

/// One s-expression. Strings hold text without Emacs's text properties.
class Value {
public:
    using Data = std::variant<List, Symbol, Keyword, std::int64_t, double, std::string, Vector>;

    Value() = default; ///< nil

    template <std::same_as<bool> Bool>
    Value(Bool value) { // t or nil
        if (value) {
            data_ = Symbol{"t"};
        }
    }

    template <std::integral Integer>
        requires(!std::same_as<Integer, bool>)
    Value(Integer value)
        : data_(static_cast<std::int64_t>(value)) {}

    Value(double value)
        : data_(value) {}

    Value(std::string value)
        : data_(std::move(value)) {}

    Value(std::string_view value)
        : data_(std::string(value)) {}

    Value(const char* value)
        : data_(std::string(value)) {}

    Value(Keyword value)
        : data_(std::move(value)) {}

    Value(List value)
        : data_(std::move(value)) {}

    Value(Vector value)
        : data_(std::move(value)) {}

    /// What Emacs makes of an unquoted name: nil, a keyword, or a symbol.
    [[nodiscard]] static Value named(std::string name);

    [[nodiscard]] const Data& data() const { return data_; }

    [[nodiscard]] bool is_nil() const {
        const auto* list = get_if<List>();
        return list != nullptr && list->items.empty();
    }

    /// The alternative T of Data, or null when it is another one.
    template <typename T>
    [[nodiscard]] const T* get_if() const {
        return std::get_if<T>(&data_);
    }

    friend bool operator==(const Value& a, const Value& b);

private:
    Data data_;
};

/// Builds a property list in the order of the calls: `Plist().set("x", 1).set("y", 2).take()`.
class Plist {
public:
    Plist& set(std::string_view key, Value value) {
        items_.emplace_back(Keyword{std::string(key)});
        items_.push_back(std::move(value));
        return *this;
    }

    Plist& append(Plist more) {
        for (Value& item : more.items_) {
            items_.push_back(std::move(item));
        }
        return *this;
    }

    [[nodiscard]] Value take() { return List{std::move(items_)}; }

private:
    std::vector<Value> items_;
};

/// Lists within lists, the outermost one counted.
constexpr int max_depth = 64;

/// Reads one s-expression that makes up all of @p text (with white space around it).
///
/// Takes what `prin1` writes: lists, vectors, dotted pairs, symbols and strings with backslash
/// escapes, decimal integers of 64 bits, finite floats, and `#("text" 0 4 (face bold))`, of which
/// the text is kept. Errors name the byte: ill-formed UTF-8, nesting beyond max_depth, numbers
/// out of range, infinities and NaN, unreadable objects (`#<buffer x>`), anything left over.
[[nodiscard]] Result<Value> parse(std::string_view text);

/// What Emacs's `read` and parse() read back as an equal value. Ill-formed UTF-8 inside strings
/// and names comes out as U+FFFD, so that a frame is always valid text.
[[nodiscard]] std::string print(const Value& value);

} // namespace exwm_vr::ipc
