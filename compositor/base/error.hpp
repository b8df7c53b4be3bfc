// SPDX-License-Identifier: MIT
#pragma once

#include "base/format.hpp"

#include <expected>
#include <format>
#include <string>
#include <utility>

namespace exwm_vr {

/// A recoverable failure, told to a person: what went wrong and where.
struct Error {
    std::string message;

    friend bool operator==(const Error&, const Error&) = default;
};

template <typename T>
using Result = std::expected<T, Error>;

/// Formats an error to return, e.g. `return fail("unknown output {}", name);`.
template <typename... Args>
[[nodiscard]] std::unexpected<Error> fail(std::format_string<Args...> text, Args&&... args) {
    return std::unexpected(Error{formatted(text, std::forward<Args>(args)...)});
}

} // namespace exwm_vr
