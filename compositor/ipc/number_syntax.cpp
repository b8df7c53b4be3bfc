// SPDX-License-Identifier: MIT
#include "ipc/number_syntax.hpp"

#include <algorithm>
#include <cstddef>

namespace exwm_vr::ipc {
namespace {

std::size_t skip_digits(std::string_view& text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto end = std::ranges::find_if_not(text, is_digit);
    const auto count = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(count);
    return count;
}

bool skip(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

} // namespace

TokenKind token_kind(std::string_view token) {
    skip(token, "+-");
    const std::size_t whole = skip_digits(token);
    const bool point = skip(token, ".");
    const std::size_t fraction = point ? skip_digits(token) : 0;
    if (whole + fraction == 0) {
        return TokenKind::name;
    }
    if (token.empty()) {
        return fraction > 0 ? TokenKind::real : TokenKind::integer;
    }
    if (point && fraction == 0) {
        return TokenKind::name;
    }
    if (!skip(token, "eE")) {
        return TokenKind::name;
    }
    if (token == "+INF" || token == "+NaN") {
        return TokenKind::not_finite;
    }
    skip(token, "+-");
    return skip_digits(token) > 0 && token.empty() ? TokenKind::real : TokenKind::name;
}

} // namespace exwm_vr::ipc
