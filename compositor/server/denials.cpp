// SPDX-License-Identifier: MIT
#include "server/denials.hpp"

#include "passthrough/audit/log.hpp"

#include <cstdlib>

namespace exwm_vr::server {
namespace {

constexpr std::size_t most_told = 10'000; ///< beyond it, what is told again is no flood

/// What the sandbox is called.
std::string name_of(const ipc::WaylandClient& client) {
    for (const auto* name : {&client.app_id, &client.instance_id, &client.engine}) {
        if (!name->empty()) {
            return *name;
        }
    }
    return "unnamed";
}

} // namespace

Denials::Denials()
    : trail_(audit::default_file([](const char* name) { return std::getenv(name); })) {}

void Denials::tell(
    const ipc::WaylandClient& client, policy::Denial::Reason reason, std::string what
) {
    const policy::Denial denial{
        .guest = name_of(client),
        .level = access::level_of(
            {.engine = client.engine, .app_id = client.app_id, .instance_id = client.instance_id}
        ),
        .reason = reason,
        .what = std::move(what),
        .asker = policy::Asker{
            .engine = client.engine, .pid = client.pid, .executable = client.executable
        },
    };
    if (told_.size() >= most_told) {
        told_.clear();
    }
    if (told_.emplace(denial.guest, denial.level, reason, denial.what).second) {
        trail_.tell(denial);
    }
}

} // namespace exwm_vr::server
