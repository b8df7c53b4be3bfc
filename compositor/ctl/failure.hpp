// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/format.hpp"

#include <cstdint>
#include <expected>
#include <format>
#include <string>
#include <utility>

namespace exwm_vr::ctl {

/// A failure as a script sees it: what to say, and which exit status to leave with.
struct Failure {
    enum class Kind : std::uint8_t {
        failed = 1,    ///< it could not be done
        usage = 2,     ///< it was asked for in the wrong way
        timed_out = 3, ///< it did not happen in time
    };

    Failure(std::string text, Kind what)
        : message(std::move(text))
        , kind(what) {}

    /// Any plain error is Kind::failed; implicit so that Result<> passes into Outcome<>.
    Failure(Error error)
        : message(std::move(error.message)) {}

    [[nodiscard]] int exit_status() const { return std::to_underlying(kind); }

    std::string message;
    Kind kind = Kind::failed;

    friend bool operator==(const Failure&, const Failure&) = default;
};

template <typename T>
using Outcome = std::expected<T, Failure>;

/// Formats a usage failure to return.
template <typename... Args>
[[nodiscard]] std::unexpected<Failure>
usage_failure(std::format_string<Args...> text, Args&&... args) {
    return std::unexpected(
        Failure(formatted(text, std::forward<Args>(args)...), Failure::Kind::usage)
    );
}

/// Formats a time-out to return.
template <typename... Args>
[[nodiscard]] std::unexpected<Failure> timed_out(std::format_string<Args...> text, Args&&... args) {
    return std::unexpected(
        Failure(formatted(text, std::forward<Args>(args)...), Failure::Kind::timed_out)
    );
}

} // namespace exwm_vr::ctl
