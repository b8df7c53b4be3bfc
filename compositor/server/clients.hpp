// SPDX-License-Identifier: MIT
#pragma once

#include "access/filter.hpp"
#include "ipc/desktop.hpp"
#include "server/desk.hpp"

#include <sys/types.h>

#include <string>
#include <vector>

namespace exwm_vr::server {

/// Who a client is; how many windows it has is not counted here.
[[nodiscard]] ipc::WaylandClient describe_client(wl_client* client, const access::Filter& filter);

/// "user", or the number of one without a name.
[[nodiscard]] std::string name_of_user(uid_t user);

/// All Wayland clients that are connected now, in the order in which they came.
[[nodiscard]] std::vector<ipc::WaylandClient>
list_clients(wl_display* display, const access::Filter& filter, const Desk& desk);

} // namespace exwm_vr::server
