// SPDX-License-Identifier: MIT
// For this room only: the protocol's side of Card.
#pragma once

#include "lease/card.hpp"

#include <drm-lease-v1-protocol.h>

#include <utility>

namespace exwm_vr::lease {

/// A connector that may be leased, as long as the backend has its output.
class Card::Offer {
public:
    Offer(Card& card, wlr_output& output, bool headset)
        : output(output)
        , headset(headset)
        , connector{.id = wlr_drm_connector_get_id(&output), .name = output.name}
        , description(output.description != nullptr ? output.description : output.name)
        , card_(card)
        , destroy_(*this, output.events.destroy) {}

    Offer(const Offer&) = delete;
    Offer& operator=(const Offer&) = delete;

    /// Clients are told that it is withdrawn.
    ~Offer() { withdraw(); }

    void withdraw() {
        told = false;
        for (auto* resource : std::exchange(resources, {})) {
            wp_drm_lease_connector_v1_send_withdrawn(resource);
            wl_resource_set_user_data(resource, nullptr);
        }
    }

    wlr_output& output;
    bool headset; ///< and not the desktop's
    Connector connector;
    std::string description;
    std::vector<wl_resource*> resources; ///< clients' wp_drm_lease_connector_v1, unless they let go
    bool told = false;                   ///< clients know of it

private:
    void on_destroy() {
        card_.withdraw(connector.id); // deletes this
    }

    Card& card_;
    Listener<&Offer::on_destroy> destroy_;
};

/// A wp_drm_lease_request_v1 that is being put together.
struct Card::Request {
    Card* card = nullptr;
    std::vector<std::uint32_t> connectors;
    bool invalid = false; ///< a connector of it was withdrawn meanwhile
};

/// The protocol's requests, and the ends of its objects.
struct Card::Requests {
    /// User data: the Card, or null once that is gone.
    static const struct wp_drm_lease_device_v1_interface device;
    static void device_gone(wl_resource* device);
    /// User data: the Offer, or null once it is withdrawn.
    static const struct wp_drm_lease_connector_v1_interface connector;
    static void connector_gone(wl_resource* connector);
    /// User data: the Card, or null once that is gone.
    static const struct wp_drm_lease_request_v1_interface request;
    static void request_gone(wl_resource* resource);
    /// User data: the Lease, or null once it is over.
    static const struct wp_drm_lease_v1_interface lease;
    static void lease_gone(wl_resource* resource);

    static void create_request(wl_client* client, wl_resource* device, std::uint32_t id);
    static void release(wl_client* client, wl_resource* device);
    static void
    request_connector(wl_client* client, wl_resource* resource, wl_resource* connector_resource);
    static void submit(wl_client* client, wl_resource* resource, std::uint32_t id);
};

} // namespace exwm_vr::lease
