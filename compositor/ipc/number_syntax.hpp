// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace exwm_vr::ipc {

/// What Emacs takes an unescaped token for.
enum class TokenKind {
    name,
    integer,    ///< `1`, `-1`, `+1`, `1.`
    real,       ///< `1.5`, `.5`, `1e+20`
    not_finite, ///< `1.0e+INF`, `0.0e+NaN`
};

[[nodiscard]] TokenKind token_kind(std::string_view token);

} // namespace exwm_vr::ipc
