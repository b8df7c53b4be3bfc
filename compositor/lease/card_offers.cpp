// SPDX-License-Identifier: MIT
// What clients are told of: a card's connectors that they may ask for.
#include "base/fd.hpp"
#include "base/log.hpp"
#include "lease/card_requests.hpp"

#include <algorithm>
#include <utility>

namespace exwm_vr::lease {

void Card::bind(wl_client* client, void* data, std::uint32_t version, std::uint32_t id) {
    auto& card = *static_cast<Card*>(data);
    auto* device = wl_resource_create(
        client, &wp_drm_lease_device_v1_interface, static_cast<int>(version), id
    );
    if (device == nullptr) {
        wl_client_post_no_memory(client);
        return;
    }
    wl_resource_set_implementation(device, &Requests::device, nullptr, Requests::device_gone);
    if (card.retired_) {
        wp_drm_lease_device_v1_send_done(device); // or it would wait
        return;
    }
    wl_resource_set_user_data(device, &card);
    card.devices_.push_back(device);
    const Fd fd(wlr_drm_backend_get_non_master_fd(&card.backend_));
    if (!fd) {
        // Without one a client can lease, but not look at what there is: it must not wait for it.
        log::warn("a client gets no leases: the card's node cannot be opened a second time");
        wl_resource_set_user_data(device, nullptr);
        std::erase(card.devices_, device);
        wp_drm_lease_device_v1_send_done(device);
        return;
    }
    wp_drm_lease_device_v1_send_drm_fd(device, fd.get());
    card.send_offers(device);
    wp_drm_lease_device_v1_send_done(device);
}

void Card::send_offers(wl_resource* device) {
    // Many programs, Monado among them, take the first.
    for (const bool headsets : {true, false}) {
        for (const auto& [connector, offer] : offers_) {
            if (offer->told && offer->headset == headsets) {
                send_offer(*offer, device);
            }
        }
    }
}

void Card::send_offer(Offer& offer, wl_resource* device) {
    auto* resource = wl_resource_create(
        wl_resource_get_client(device),
        &wp_drm_lease_connector_v1_interface,
        wl_resource_get_version(device),
        0
    );
    if (resource == nullptr) {
        wl_resource_post_no_memory(device);
        return;
    }
    wl_resource_set_implementation(
        resource, &Requests::connector, &offer, Requests::connector_gone
    );
    offer.resources.push_back(resource);
    wp_drm_lease_device_v1_send_connector(device, resource);
    wp_drm_lease_connector_v1_send_name(resource, offer.connector.name.c_str());
    wp_drm_lease_connector_v1_send_description(resource, offer.description.c_str());
    wp_drm_lease_connector_v1_send_connector_id(resource, offer.connector.id);
    wp_drm_lease_connector_v1_send_done(resource);
}

void Card::send_done() {
    for (auto* device : devices_) {
        wp_drm_lease_device_v1_send_done(device);
    }
}

void Card::take(wlr_output& output, bool headset) {
    auto& offer = offers_[wlr_drm_connector_get_id(&output)];
    offer = std::make_unique<Offer>(*this, output, headset);
    // Not when a hotplug made the backend take what is leased for a new one.
    if (!is_leased(offer->connector.id)) {
        darken(output, headset);
    }
    update(*offer);
    send_done();
}

void Card::withdraw(std::uint32_t connector) {
    offers_.erase(connector);
    refuse_what_is_gone();
    send_done();
}

void Card::hide(Hidden hidden) {
    hidden_ = hidden;
    update_all();
}

wlr_output* Card::output(std::uint32_t connector) const {
    const auto offer = offers_.find(connector);
    return offer != offers_.end() && !is_leased(connector) ? &offer->second->output : nullptr;
}

/// Clients are told of an offer, or of its end.
void Card::update(Offer& offer) {
    const bool offered = is_offered(offer.connector.id);
    if (offered == offer.told) {
        return;
    }
    if (!offered) {
        offer.withdraw();
        return;
    }
    offer.told = true;
    for (auto* device : devices_) {
        send_offer(offer, device);
    }
}

void Card::update_all() {
    for (const bool headsets : {true, false}) {
        for (const auto& [connector, offer] : offers_) {
            if (offer->headset == headsets) {
                update(*offer);
            }
        }
    }
    refuse_what_is_gone();
    send_done();
}

bool Card::is_offered(std::uint32_t connector) const {
    const auto offer = offers_.find(connector);
    if (offer == offers_.end() || host_.withdrawn(offer->second->connector.name) ||
        is_leased(connector)) {
        return false;
    }
    return hidden_ == Hidden::nothing || (hidden_ == Hidden::desktop && offer->second->headset);
}

bool Card::offers(const std::string& connector) const {
    return std::ranges::any_of(offers_, [&](const auto& entry) {
        return entry.second->connector.name == connector && !is_leased(entry.first);
    });
}

} // namespace exwm_vr::lease
