// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "ctl/wayland/connection.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

struct wp_drm_lease_v1;

namespace exwm_vr::lease_tool {

/// A headset that the compositor would lease.
struct Offer {
    std::uint64_t number = 0; ///< of this offer; the same headset has another one the next time
    std::string connector;    ///< "DP-1"
    std::string description;  ///< for people; may be empty
    std::uint32_t connector_id = 0; ///< KMS object
    int card = -1; ///< the device to look at it with, which Devices has; -1 when there is none
};

/// A lease that was asked for. When this goes, the compositor takes the headset back.
class Lease {
public:
    explicit Lease(wp_drm_lease_v1* lease);
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() = default;

    /// The descriptor to drive the display with; empty until the lease is granted.
    [[nodiscard]] const Fd& fd() const { return fd_; }

    /// It is over: refused when there is no descriptor, else taken back.
    [[nodiscard]] bool ended() const { return ended_; }

    [[nodiscard]] bool answered() const { return fd_.valid() || ended_; }

private:
    struct Listener;

    struct Destroy {
        void operator()(wp_drm_lease_v1* lease) const noexcept;
    };

    std::unique_ptr<wp_drm_lease_v1, Destroy> object_;
    Fd fd_;
    bool ended_ = false;
};

/// The lease devices that a compositor has, one for each GPU with screens, and what they offer.
class Devices : private ctl::GlobalObserver {
public:
    struct Events {
        std::function<void(const Offer&)> offered;
        std::function<void(const Offer&)> withdrawn;
    };

    explicit Devices(ctl::Connection& connection, Events events = {});
    Devices(const Devices&) = delete;
    Devices& operator=(const Devices&) = delete;
    ~Devices() override;

    [[nodiscard]] std::size_t count() const { return devices_.size(); }

    /// Whether all of them have said what they offer.
    [[nodiscard]] bool known() const;

    [[nodiscard]] std::vector<Offer> offers() const;

    /// Null unless it is offered still.
    [[nodiscard]] const Offer* find(std::uint64_t number) const;
    /// The same by its connector; an empty name means the first one.
    [[nodiscard]] const Offer* find(const std::string& connector) const;

    [[nodiscard]] std::unique_ptr<Lease> ask_for(const Offer& offer);

private:
    struct Connector;
    struct Device;
    struct Listeners;

    void global_added(const ctl::Global& global) override;
    void global_removed(std::uint32_t name) override;

    ctl::Connection& connection_;
    Events events_;
    std::vector<std::unique_ptr<Device>> devices_;
};

} // namespace exwm_vr::lease_tool
