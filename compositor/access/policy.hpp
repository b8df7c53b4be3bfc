// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "passthrough/policy/level.hpp"

#include <span>
#include <string>
#include <string_view>

namespace exwm_vr::access {

/// What a sandbox engine said of a client when it made its socket (security-context v1). Any
/// field may be empty: that a context exists is what makes a client sandboxed.
struct SecurityContext {
    std::string engine;
    std::string app_id;
    std::string instance_id;
};

/// How far a sandbox is trusted: as far as exwm-vrctl client-socket was told, which says it in the
/// instance id. Other engines decide themselves what of a GPU they let in: theirs are low.
[[nodiscard]] policy::Level level_of(const SecurityContext& context);

/// Whether a sandboxed client may see a global of this interface. An allow-list for each level, so
/// that a protocol added later is closed to sandboxes until somebody decides otherwise; a rule that
/// matches the context opens more.
[[nodiscard]] bool sandbox_may_bind(
    const SecurityContext& context,
    std::string_view interface,
    std::span<const config::SandboxRule> rules
);

/// What the level opens that none before it does.
[[nodiscard]] std::span<const std::string_view> opened_by(policy::Level level);

/// Whether every client sees the interface by default, but those not trusted at all.
[[nodiscard]] bool harmless(std::string_view interface);

} // namespace exwm_vr::access
