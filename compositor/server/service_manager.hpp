// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/event_source.hpp"

#include <string>

namespace exwm_vr::server {

/// Tells the service manager that started us (systemd, or what else listens on NOTIFY_SOCKET)
/// how we are. Without one, or when built without libsystemd, nothing is said and nothing wakes
/// the loop.
class ServiceManager {
public:
    /// Where the manager watches us, the loop itself says twice an interval that it still turns.
    explicit ServiceManager(wl_event_loop* loop);

    /// @p status is for a person, who is shown its first line.
    void ready(const std::string& status);
    void reloading();
    void stopping();

private:
    void alive();

    LoopCallback watchdog_;
    int interval_ = 0; ///< ms between two signs of life
};

} // namespace exwm_vr::server
