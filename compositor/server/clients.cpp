// SPDX-License-Identifier: MIT
#include "server/clients.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace exwm_vr::server {
namespace {

/// The text up to @p end of a file of /proc; empty when it cannot be read.
std::string read_until(const std::filesystem::path& path, char end) {
    std::ifstream file(path);
    std::string text;
    std::getline(file, text, end);
    return text;
}

/// What a process calls itself: the path or name that it was started by, unless the kernel keeps
/// another name of it, which then counts.
std::string own_word_of(const std::filesystem::path& process) {
    const auto name = read_until(process / "comm", '\n');
    auto started_as = read_until(process / "cmdline", '\0');
    const auto file = std::filesystem::path(started_as).filename().string();
    constexpr std::size_t kept = 15; // bytes of it
    return file.substr(0, kept) == name ? started_as : name;
}

/// Nothing is known of a process that is gone or another user's.
void find_executable(ipc::WaylandClient& client) {
    const auto process = std::filesystem::path("/proc") / std::to_string(client.pid);
    std::error_code error;
    client.executable = std::filesystem::read_symlink(process / "exe", error).string();
    const bool forbidden =
        error == std::errc::permission_denied || error == std::errc::operation_not_permitted;
    // As of all that have a capability and we do not, which SteamVR needs and Monado often has. In
    // a sandbox its own word is worth nothing: it would be somebody else's that one believes.
    if (forbidden && client.user == getuid() && !client.sandboxed) {
        client.executable = own_word_of(process);
        client.by_own_word = !client.executable.empty();
    }
}

} // namespace

std::string name_of_user(uid_t user) {
    passwd entry{};
    passwd* found = nullptr;
    constexpr std::size_t at_first = 4096;
    constexpr std::size_t at_most = std::size_t{1} << 20;
    std::vector<char> text(at_first);
    while (getpwuid_r(user, &entry, text.data(), text.size(), &found) == ERANGE &&
           text.size() < at_most) {
        text.resize(2 * text.size());
    }
    return found != nullptr ? found->pw_name : std::to_string(user);
}

ipc::WaylandClient describe_client(wl_client* client, const access::Filter& filter) {
    ipc::WaylandClient entry;
    uid_t user = 0;
    wl_client_get_credentials(client, &entry.pid, &user, nullptr);
    entry.user = user;
    const auto access = filter.describe(client);
    entry.sandboxed = access.context.has_value();
    if (access.context) {
        entry.engine = access.context->engine;
        entry.app_id = access.context->app_id;
        entry.instance_id = access.context->instance_id;
    }
    find_executable(entry);
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
