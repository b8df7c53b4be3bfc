// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/event_source.hpp"

#include <functional>
#include <memory>

struct udev;
struct udev_monitor;

namespace exwm_vr::server {

/// Tells of what is plugged into cards that nobody has opened: the kernel sees it all the same.
class CardWatch {
public:
    /// Calls @p changed when anything is plugged into any card, or out. Without udev it never does.
    CardWatch(wl_event_loop* loop, std::function<void()> changed);
    CardWatch(const CardWatch&) = delete;
    CardWatch& operator=(const CardWatch&) = delete;
    ~CardWatch();

private:
    struct Releases {
        void operator()(udev* context) const noexcept;
        void operator()(udev_monitor* monitor) const noexcept;
    };

    void on_event();

    std::unique_ptr<udev, Releases> context_;
    std::unique_ptr<udev_monitor, Releases> monitor_;
    std::function<void()> changed_;
    LoopCallback readable_;
};

} // namespace exwm_vr::server
