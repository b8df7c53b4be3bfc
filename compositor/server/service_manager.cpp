// SPDX-License-Identifier: MIT
#include "server/service_manager.hpp"

#include "base/format.hpp"
#include "base/log.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <limits>

#if EXWM_VR_HAS_SYSTEMD
#include <systemd/sd-daemon.h>
#endif

namespace exwm_vr::server {
namespace {

#if EXWM_VR_HAS_SYSTEMD

void notify(const std::string& state) {
    if (const int done = sd_notify(0, state.c_str()); done < 0) {
        log::warn("the service manager cannot be told: {}", std::strerror(-done));
    }
}

/// How long the manager waits for a sign of life; 0 when it does not.
std::chrono::microseconds patience_of_manager() {
    std::uint64_t microseconds = 0;
    if (sd_watchdog_enabled(0, &microseconds) <= 0) {
        return {};
    }
    return std::chrono::microseconds(microseconds);
}

#else

void notify(const std::string& /*state*/) {}

std::chrono::microseconds patience_of_manager() {
    return {};
}

#endif

} // namespace

ServiceManager::ServiceManager(wl_event_loop* loop) {
    const auto patience = patience_of_manager();
    if (patience.count() == 0) {
        return;
    }
    const auto half = std::chrono::duration_cast<std::chrono::milliseconds>(patience / 2).count();
    interval_ =
        static_cast<int>(std::clamp<std::int64_t>(half, 1, std::numeric_limits<int>::max()));
    watchdog_ = LoopCallback::timer(loop, [this] { alive(); });
}

void ServiceManager::alive() {
    notify("WATCHDOG=1");
    watchdog_.arm(interval_);
}

void ServiceManager::ready(const std::string& status) {
    // Further lines would be read as further assignments.
    notify(formatted("READY=1\nSTATUS={}", status.substr(0, status.find('\n'))));
    // Not before: the first sign of life is what the manager counts from, and a start may take
    // long.
    if (watchdog_.active()) {
        alive();
    }
}

void ServiceManager::reloading() {
    // The time tells the manager which of two reloads this is.
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch()
    );
    notify(formatted("RELOADING=1\nMONOTONIC_USEC={}\nSTATUS=Reading the config", now.count()));
}

void ServiceManager::stopping() {
    notify("STOPPING=1\nSTATUS=Ending");
}

} // namespace exwm_vr::server
