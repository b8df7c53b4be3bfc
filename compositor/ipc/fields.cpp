// SPDX-License-Identifier: MIT
#include "ipc/fields.hpp"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

namespace exwm_vr::ipc {
namespace {

/// The value behind the first @p key, or null.
const Value* value_of(const List& plist, std::string_view key) {
    for (std::size_t i = 0; i + 1 < plist.items.size(); i += 2) {
        const auto* keyword = plist.items[i].get_if<Keyword>();
        if (keyword != nullptr && keyword->name == key) {
            return &plist.items[i + 1];
        }
    }
    return nullptr;
}

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
    Number number{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

} // namespace

std::optional<std::string> text_of(const Value& value, bool lenient) {
    if (const auto* text = value.get_if<std::string>()) {
        return *text;
    }
    if (const auto* symbol = value.get_if<Symbol>()) {
        return symbol->name;
    }
    if (const auto* keyword = value.get_if<Keyword>()) {
        return keyword->name;
    }
    const bool number =
        value.get_if<std::int64_t>() != nullptr || value.get_if<double>() != nullptr;
    if (lenient && number) {
        return print(value);
    }
    return std::nullopt;
}

Result<Fields> Fields::of(const Value& plist, bool lenient) {
    const auto* list = plist.get_if<List>();
    if (list == nullptr || list->dotted || list->items.size() % 2 != 0) {
        return fail("not a property list");
    }
    for (std::size_t i = 0; i < list->items.size(); i += 2) {
        if (list->items[i].get_if<Keyword>() == nullptr) {
            return fail("not a property list: item {} is no keyword", i + 1);
        }
    }
    return Fields(*list, lenient);
}

bool Fields::has(std::string_view key) const {
    return value_of(*plist_, key) != nullptr;
}

const Value* Fields::find(std::string_view key) const {
    const Value* value = value_of(*plist_, key);
    return value == nullptr || value->is_nil() ? nullptr : value;
}

Result<std::optional<std::string>> Fields::text_if(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    auto text = text_of(*value, lenient_);
    if (!text) {
        return fail("invalid :{} (text expected)", key);
    }
    if (text->find('\0') != std::string::npos) {
        return fail("invalid :{} (a NUL character in it)", key);
    }
    return text;
}

Result<std::string> Fields::text(std::string_view key) const {
    auto text = text_if(key);
    if (!text) {
        return std::unexpected(text.error());
    }
    if (!*text) {
        return fail("missing :{}", key);
    }
    return std::move(**text);
}

std::optional<double> Fields::to_number(const Value& value) const {
    if (const auto* integer = value.get_if<std::int64_t>()) {
        return static_cast<double>(*integer);
    }
    if (const auto* real = value.get_if<double>()) {
        return *real;
    }
    if (const auto text = text_of(value, lenient_); lenient_ && text) {
        return number_in<double>(*text);
    }
    return std::nullopt;
}

Result<std::optional<std::int64_t>>
Fields::integer_if(std::string_view key, std::int64_t min, std::int64_t max) const {
    const Value* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    std::optional<std::int64_t> number;
    if (const auto* integer = value->get_if<std::int64_t>()) {
        number = *integer;
    } else if (lenient_) {
        if (const auto text = text_of(*value, true)) {
            number = number_in<std::int64_t>(*text);
        }
        // Window ids are far below 2^53, where doubles are still exact.
        const auto real = number ? std::nullopt : to_number(*value);
        if (real && std::abs(*real) < 9e15) {
            number = std::llround(*real);
        }
    }
    if (!number || *number < min || *number > max) {
        return fail("invalid :{} (integer from {} to {} expected)", key, min, max);
    }
    return number;
}

Result<std::int64_t>
Fields::integer(std::string_view key, std::int64_t min, std::int64_t max) const {
    const auto number = integer_if(key, min, max);
    if (!number) {
        return std::unexpected(number.error());
    }
    if (!*number) {
        return fail("missing :{}", key);
    }
    return **number;
}

Result<std::optional<double>>
Fields::number_if(std::string_view key, double min, double max) const {
    const Value* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const auto number = to_number(*value);
    if (!number || !(*number >= min && *number <= max)) {
        return fail("invalid :{} (number from {} to {} expected)", key, min, max);
    }
    return number;
}

Result<std::optional<bool>> Fields::flag_if(std::string_view key) const {
    const Value* value = value_of(*plist_, key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->is_nil()) {
        return false;
    }
    const auto* symbol = value->get_if<Symbol>();
    if (!lenient_ && (symbol == nullptr || symbol->name != "t")) {
        return fail("invalid :{} (t or nil expected)", key);
    }
    return true;
}

Result<std::optional<Fields>> Fields::fields_if(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    auto fields = of(*value, lenient_);
    if (!fields) {
        return fail("invalid :{} (a property list expected)", key);
    }
    return *fields;
}

} // namespace exwm_vr::ipc
