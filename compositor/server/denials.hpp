// SPDX-License-Identifier: MIT
#pragma once

#include "access/policy.hpp"
#include "ipc/desktop.hpp"
#include "passthrough/audit/trail.hpp"

#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace exwm_vr::server {

/// What clients in sandboxes are refused, for the log that exwm-vr-gpu audit reads.
///
/// A sandbox is told of once for each thing, however many of its programs try it how often: none
/// must be able to fill a log.
class Denials {
public:
    /// Into this user's log.
    Denials();

    /// @p client is in a sandbox.
    void tell(const ipc::WaylandClient& client, policy::Denial::Reason reason, std::string what);

private:
    audit::Trail trail_;
    /// Guests, levels, reasons and things.
    std::set<std::tuple<std::string, policy::Level, policy::Denial::Reason, std::string>> told_;
};

} // namespace exwm_vr::server
