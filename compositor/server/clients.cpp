// SPDX-License-Identifier: MIT
#include "server/clients.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>

namespace exwm_vr::server {
namespace {

/// Empty when the process is gone or another user's.
std::string executable_of(pid_t pid) {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/exe", error).string();
}

} // namespace

ipc::WaylandClient describe_client(wl_client* client, const access::Filter& filter) {
    ipc::WaylandClient entry;
    uid_t user = 0;
    wl_client_get_credentials(client, &entry.pid, &user, nullptr);
    entry.user = user;
    entry.executable = executable_of(entry.pid);
    const auto access = filter.describe(client);
    entry.sandboxed = access.context.has_value();
    if (access.context) {
        entry.engine = access.context->engine;
        entry.app_id = access.context->app_id;
        entry.instance_id = access.context->instance_id;
    }
    entry.privileged = access.privileged;
    return entry;
}

std::vector<ipc::WaylandClient>
list_clients(wl_display* display, const access::Filter& filter, const Desk& desk) {
    std::vector<ipc::WaylandClient> clients;
    const auto windows = desk.windows();
    wl_client* client = nullptr;
    wl_client_for_each(client, wl_display_get_client_list(display)) {
        auto entry = describe_client(client, filter);
        entry.windows = static_cast<int>(std::ranges::count_if(windows, [&](const auto* window) {
            return wl_resource_get_client(window->surface()->resource) == client;
        }));
        clients.push_back(std::move(entry));
    }
    return clients;
}

} // namespace exwm_vr::server
