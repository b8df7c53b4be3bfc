// SPDX-License-Identifier: MIT
#pragma once

#include "access/policy.hpp"
#include "config/config.hpp"
#include "wlr/listener.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace exwm_vr::access {

/// Shows sandboxed clients only the globals that policy allows them, and offers
/// security-context v1 to sandbox engines. Each denial is told once for a client.
class Filter {
public:
    Filter(wl_display* display, std::vector<config::SandboxRule> rules);
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;
    ~Filter();

    /// A second opinion on what a client may see, asked first; none: all of it.
    using Veto = std::function<bool(const wl_client* client, const wl_global* global)>;

    void set_veto(Veto may_see) { may_see_ = std::move(may_see); }

    /// Hears what a sandboxed client is not shown, which is as if it were not there.
    using Tell = std::function<
        void(wl_client* client, const SecurityContext& context, const std::string& interface)>;

    void set_tell(Tell tell) { tell_ = std::move(tell); }

    /// For clients that connect, or look at the registry, from now on.
    void set_rules(std::vector<config::SandboxRule> rules) { rules_ = std::move(rules); }

    struct Access {
        std::optional<SecurityContext> context; ///< of a sandboxed client
        /// Interfaces of globals that it may bind and that not every client may.
        std::vector<std::string> privileged;
    };

    [[nodiscard]] Access describe(const wl_client* client) const;

private:
    class Denied;

    [[nodiscard]] std::optional<SecurityContext> context_of(const wl_client* client) const;

    [[nodiscard]] bool allows(const wl_client* client, const wl_global* global);

    wl_display* display_;
    wlr_security_context_manager_v1* manager_; ///< dies with the display
    std::vector<config::SandboxRule> rules_;
    Veto may_see_;
    Tell tell_;
    std::set<std::string> privileged_; ///< all that were offered to anybody
    std::unordered_map<const wl_client*, std::unique_ptr<Denied>> denied_;
};

} // namespace exwm_vr::access
