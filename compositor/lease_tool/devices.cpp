// SPDX-License-Identifier: MIT
#include "lease_tool/devices.hpp"

#include "base/owned.hpp"

#include <drm-lease-v1-client-protocol.h>

#include <algorithm>

namespace exwm_vr::lease_tool {

namespace {

std::uint64_t next_number() {
    static std::uint64_t last = 0;
    return ++last;
}

} // namespace

struct Lease::Listener {
    static constexpr wp_drm_lease_v1_listener functions{
        .lease_fd =
            [](void* data, wp_drm_lease_v1*, int fd) { static_cast<Lease*>(data)->fd_.reset(fd); },
        .finished = [](void* data, wp_drm_lease_v1*) { static_cast<Lease*>(data)->ended_ = true; },
    };
};

Lease::Lease(wp_drm_lease_v1* lease)
    : object_(lease) {
    wp_drm_lease_v1_add_listener(lease, &Listener::functions, this);
}

void Lease::Destroy::operator()(wp_drm_lease_v1* lease) const noexcept {
    wp_drm_lease_v1_destroy(lease);
}

struct Devices::Connector {
    Connector(Device& of, wp_drm_lease_connector_v1* connector)
        : device(of)
        , object(connector) {}

    Device& device;
    Owned<wp_drm_lease_connector_v1, wp_drm_lease_connector_v1_destroy> object;
    Offer offer{.number = next_number()};
    bool complete = false; ///< all is said about it
};

struct Devices::Device {
    Device(Devices& all, std::uint32_t global, wp_drm_lease_device_v1* device)
        : devices(all)
        , name(global)
        , object(device) {}

    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    ~Device() {
        while (!connectors.empty()) {
            drop(*connectors.back());
        }
    }

    void drop(Connector& connector) {
        const auto found =
            std::ranges::find(connectors, &connector, &std::unique_ptr<Connector>::get);
        const auto gone = std::move(*found);
        connectors.erase(found);
        if (gone->complete && devices.events_.withdrawn) {
            devices.events_.withdrawn(gone->offer);
        }
    }

    Devices& devices;
    std::uint32_t name; ///< the global's
    Owned<wp_drm_lease_device_v1, wp_drm_lease_device_v1_destroy> object;
    Fd card; ///< to look only: no master
    bool known = false;
    std::vector<std::unique_ptr<Connector>> connectors;
};

struct Devices::Listeners {
    static constexpr wp_drm_lease_connector_v1_listener connector{
        .name = [](void* data,
                   wp_drm_lease_connector_v1*,
                   const char* text) { static_cast<Connector*>(data)->offer.connector = text; },
        .description = [](
                           void* data, wp_drm_lease_connector_v1*, const char* text
                       ) { static_cast<Connector*>(data)->offer.description = text; },
        .connector_id = [](
                            void* data, wp_drm_lease_connector_v1*, std::uint32_t id
                        ) { static_cast<Connector*>(data)->offer.connector_id = id; },
        .done =
            [](void* data, wp_drm_lease_connector_v1*) {
                auto& one = *static_cast<Connector*>(data);
                one.offer.card = one.device.card.get();
                if (!std::exchange(one.complete, true) && one.device.devices.events_.offered) {
                    one.device.devices.events_.offered(one.offer);
                }
            },
        .withdrawn =
            [](void* data, wp_drm_lease_connector_v1*) {
                auto& one = *static_cast<Connector*>(data);
                one.device.drop(one);
            },
    };

    static constexpr wp_drm_lease_device_v1_listener device{
        .drm_fd = [](void* data,
                     wp_drm_lease_device_v1*,
                     int fd) { static_cast<Device*>(data)->card.reset(fd); },
        .connector =
            [](void* data, wp_drm_lease_device_v1*, wp_drm_lease_connector_v1* object) {
                auto& device = *static_cast<Device*>(data);
                auto& one =
                    device.connectors.emplace_back(std::make_unique<Connector>(device, object));
                wp_drm_lease_connector_v1_add_listener(object, &connector, one.get());
            },
        .done = [](void* data,
                   wp_drm_lease_device_v1*) { static_cast<Device*>(data)->known = true; },
        .released = [](void*, wp_drm_lease_device_v1*) {},
    };
};

Devices::Devices(ctl::Connection& connection, Events events)
    : connection_(connection)
    , events_(std::move(events)) {
    connection_.add_observer(*this);
    for (const auto& global : std::vector(connection_.globals())) {
        global_added(global);
    }
}

Devices::~Devices() {
    connection_.remove_observer(*this);
    events_ = {};
}

void Devices::global_added(const ctl::Global& global) {
    if (global.interface != wp_drm_lease_device_v1_interface.name) {
        return;
    }
    auto* object = reinterpret_cast<wp_drm_lease_device_v1*>(
        connection_.bind_untyped(global, wp_drm_lease_device_v1_interface).release()
    );
    auto& device = devices_.emplace_back(std::make_unique<Device>(*this, global.name, object));
    wp_drm_lease_device_v1_add_listener(object, &Listeners::device, device.get());
}

void Devices::global_removed(std::uint32_t name) {
    const auto found = std::ranges::find(devices_, name, [](const auto& one) { return one->name; });
    if (found != devices_.end()) {
        const auto gone = std::move(*found);
        devices_.erase(found);
    }
}

bool Devices::known() const {
    return std::ranges::all_of(devices_, [](const auto& device) { return device->known; });
}

std::vector<Offer> Devices::offers() const {
    std::vector<Offer> all;
    for (const auto& device : devices_) {
        for (const auto& connector : device->connectors) {
            if (connector->complete) {
                all.push_back(connector->offer);
            }
        }
    }
    return all;
}

const Offer* Devices::find(std::uint64_t number) const {
    for (const auto& device : devices_) {
        for (const auto& connector : device->connectors) {
            if (connector->complete && connector->offer.number == number) {
                return &connector->offer;
            }
        }
    }
    return nullptr;
}

const Offer* Devices::find(const std::string& connector) const {
    for (const auto& device : devices_) {
        for (const auto& one : device->connectors) {
            if (one->complete && (connector.empty() || one->offer.connector == connector)) {
                return &one->offer;
            }
        }
    }
    return nullptr;
}

std::unique_ptr<Lease> Devices::ask_for(const Offer& offer) {
    for (const auto& device : devices_) {
        for (const auto& connector : device->connectors) {
            if (connector->offer.number == offer.number) {
                auto* request = wp_drm_lease_device_v1_create_lease_request(device->object.get());
                wp_drm_lease_request_v1_request_connector(request, connector->object.get());
                // The request is gone with this one.
                return std::make_unique<Lease>(wp_drm_lease_request_v1_submit(request));
            }
        }
    }
    return nullptr;
}

} // namespace exwm_vr::lease_tool
