// SPDX-License-Identifier: MIT
#include "access/filter.hpp"

#include "wlr/client_watch.hpp"

namespace exwm_vr::access {
namespace {

std::string text(const char* value) {
    return value != nullptr ? value : "";
}

} // namespace

/// What one client was denied, so that each is logged once; goes with the client.
class Filter::Denied {
public:
    Denied(Filter& owner, wl_client* client)
        : watch_(client, [&owner, client] { owner.denied_.erase(client); }) {}

    bool first(const std::string& interface) { return interfaces_.insert(interface).second; }

private:
    ClientWatch watch_;
    std::set<std::string> interfaces_;
};

Filter::Filter(wl_display* display, std::vector<config::SandboxRule> rules)
    : display_(display)
    , manager_(wlr_security_context_manager_v1_create(display))
    , rules_(std::move(rules)) {
    wl_display_set_global_filter(
        display,
        [](const wl_client* client, const wl_global* global, void* data) {
            return static_cast<Filter*>(data)->allows(client, global);
        },
        this
    );
}

Filter::~Filter() {
    wl_display_set_global_filter(display_, nullptr, nullptr);
}

std::optional<SecurityContext> Filter::context_of(const wl_client* client) const {
    const auto* state = wlr_security_context_manager_v1_lookup_client(manager_, client);
    if (state == nullptr) {
        return std::nullopt;
    }
    return SecurityContext{
        .engine = text(state->sandbox_engine),
        .app_id = text(state->app_id),
        .instance_id = text(state->instance_id)
    };
}

Filter::Access Filter::describe(const wl_client* client) const {
    Access access{.context = context_of(client), .privileged = {}};
    for (const auto& interface : privileged_) {
        if (!access.context || sandbox_may_bind(*access.context, interface, rules_)) {
            access.privileged.push_back(interface);
        }
    }
    return access;
}

bool Filter::allows(const wl_client* client, const wl_global* global) {
    if (may_see_ && !may_see_(client, global)) {
        return false;
    }
    const std::string interface = wl_global_get_interface(global)->name;
    if (!harmless(interface)) {
        privileged_.insert(interface);
    }
    const auto context = context_of(client);
    if (!context || sandbox_may_bind(*context, interface, rules_)) {
        return true;
    }
    // libwayland's filter takes the client as const although it only wants it unchanged.
    auto* denied_client = const_cast<wl_client*>(client);
    auto& denied = denied_[client];
    if (!denied) {
        denied = std::make_unique<Denied>(*this, denied_client);
    }
    if (denied->first(interface) && tell_) {
        tell_(denied_client, *context, interface);
    }
    return false;
}

} // namespace exwm_vr::access
