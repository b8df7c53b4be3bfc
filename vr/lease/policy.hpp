// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace exwm_vr::lease {

/// Who asks for a lease.
struct Requester {
    bool same_user = false; ///< as the compositor's
    std::string executable; ///< path; empty when it cannot be known
    bool sandboxed = false; ///< it has a security context
    std::string engine;     ///< of that, as the next
    std::string app_id;
};

enum class Decision : std::uint8_t { deny, ask, allow };

/// A rule of the user. Each pattern is a glob over the whole text; empty matches anything.
struct Rule {
    std::string executable;
    std::string engine;
    std::string app_id;
    Decision decision = Decision::allow;

    friend bool operator==(const Rule&, const Rule&) = default;
};

struct Answer {
    Decision decision = Decision::deny;
    std::string reason; ///< "a rule for /usr/bin/monado-service"
};

/// The first rule that matches decides. Without one, runtimes that are known (Monado, SteamVR)
/// may lease, other programs of the same user are asked about, and all others may not. A rule
/// that says nothing of the sandbox is for programs outside of one only.
[[nodiscard]] Answer decide(const Requester& requester, std::span<const Rule> rules);

[[nodiscard]] std::string_view to_string(Decision decision);

} // namespace exwm_vr::lease
