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
    std::string user;       ///< name
    std::string executable; ///< path; empty when it cannot be known
    /// That is what the program says of itself, perhaps cut to what the kernel keeps of a name:
    /// of a program with capabilities the kernel tells nobody else. It keeps out no program that
    /// lies; but outside of a sandbox one that means to could make Monado itself do its work.
    bool by_own_word = false;
    bool x11 = false;       ///< the X server asks, for one of its programs: no telling which
    bool sandboxed = false; ///< it has a security context
    std::string engine;     ///< of that, as the next two
    std::string app_id;
    std::string instance_id;
};

/// What it asks for: a part of the desktop as soon as one of the displays is.
enum class Asked : std::uint8_t { headset, desktop };

enum class Decision : std::uint8_t { deny, ask, allow };

/// A rule of the user. Each pattern is a glob over the whole text; empty matches anything, but of
/// user the compositor's own only.
struct Rule {
    std::string executable;
    std::string user;
    std::string engine;
    std::string app_id;
    std::string instance_id;
    Decision decision = Decision::allow;

    friend bool operator==(const Rule&, const Rule&) = default;
};

struct Answer {
    Decision decision = Decision::deny;
    std::string reason; ///< "a rule for /usr/bin/monado-service"
};

/// The first rule that matches decides. Without one, runtimes that are known (Monado, SteamVR)
/// may lease headsets; they are asked about for outputs of the desktop, as other programs of the
/// same user are for anything; and all others may not. A rule that says nothing of the sandbox is
/// for programs outside of one only.
[[nodiscard]] Answer decide(const Requester& requester, Asked asked, std::span<const Rule> rules);

[[nodiscard]] std::string_view to_string(Decision decision);

} // namespace exwm_vr::lease
