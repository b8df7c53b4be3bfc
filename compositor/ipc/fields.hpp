// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "ipc/sexp.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr::ipc {

/// Reads the values of a property list, which must outlive it. Of a key that is there twice the
/// first one counts, as for `plist-get`.
///
/// nil stands for a missing value except where a flag is read. A lenient reader takes keywords,
/// symbols, strings and numbers for each other, as EWWM v1 does; a strict one wants numbers to be
/// numbers, flags to be t or nil, and text to be a string, symbol or keyword.
/// Errors: `missing :KEY` and `invalid :KEY (what was expected)`.
class Fields {
public:
    /// Fails for what is not a list of keywords with a value each.
    [[nodiscard]] static Result<Fields> of(const Value& plist, bool lenient);

    /// The key is there, be it nil.
    [[nodiscard]] bool has(std::string_view key) const;
    /// Null when missing or nil.
    [[nodiscard]] const Value* find(std::string_view key) const;

    [[nodiscard]] Result<std::string> text(std::string_view key) const;
    [[nodiscard]] Result<std::optional<std::string>> text_if(std::string_view key) const;
    /// Bounds are inclusive. A lenient reader rounds floats.
    [[nodiscard]] Result<std::int64_t>
    integer(std::string_view key, std::int64_t min, std::int64_t max) const;
    [[nodiscard]] Result<std::optional<std::int64_t>>
    integer_if(std::string_view key, std::int64_t min, std::int64_t max) const;
    [[nodiscard]] Result<std::optional<double>>
    number_if(std::string_view key, double min, double max) const;
    [[nodiscard]] Result<std::optional<bool>> flag_if(std::string_view key) const;
    [[nodiscard]] Result<std::optional<Fields>> fields_if(std::string_view key) const;

private:
    Fields(const List& plist, bool lenient)
        : plist_(&plist)
        , lenient_(lenient) {}

    [[nodiscard]] std::optional<double> to_number(const Value& value) const;

    const List* plist_;
    bool lenient_;
};

/// A value as text where it has one (string, symbol, keyword; numbers when @p lenient).
[[nodiscard]] std::optional<std::string> text_of(const Value& value, bool lenient);

} // namespace exwm_vr::ipc
