// SPDX-License-Identifier: MIT
#include "server/card_watch.hpp"

#include "base/log.hpp"

#include <libudev.h>

#include <utility>

namespace exwm_vr::server {

void CardWatch::Releases::operator()(udev* context) const noexcept {
    udev_unref(context);
}

void CardWatch::Releases::operator()(udev_monitor* monitor) const noexcept {
    udev_monitor_unref(monitor);
}

CardWatch::CardWatch(wl_event_loop* loop, std::function<void()> changed)
    : context_(udev_new())
    , monitor_(udev_monitor_new_from_netlink(context_.get(), "udev"))
    , changed_(std::move(changed)) {
    if (!monitor_ ||
        udev_monitor_filter_add_match_subsystem_devtype(monitor_.get(), "drm", nullptr) < 0 ||
        udev_monitor_enable_receiving(monitor_.get()) < 0) {
        log::warn("udev does not tell of what is plugged into cards that are not open");
        return;
    }
    readable_ = LoopCallback::on_readable(loop, udev_monitor_get_fd(monitor_.get()), [this] {
        on_event();
    });
}

CardWatch::~CardWatch() = default;

void CardWatch::on_event() {
    bool any = false;
    while (auto* device = udev_monitor_receive_device(monitor_.get())) {
        udev_device_unref(device);
        any = true;
    }
    if (any) {
        changed_();
    }
}

} // namespace exwm_vr::server
