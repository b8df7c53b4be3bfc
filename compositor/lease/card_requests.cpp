// SPDX-License-Identifier: MIT
#include "lease/card_requests.hpp"

#include <algorithm>
#include <utility>

namespace exwm_vr::lease {
namespace {

template <typename T>
T* object_of(wl_resource* resource) {
    return static_cast<T*>(wl_resource_get_user_data(resource));
}

void destroy_resource(wl_client* /*client*/, wl_resource* resource) {
    wl_resource_destroy(resource);
}

} // namespace

const struct wp_drm_lease_device_v1_interface Card::Requests::device{
    .create_lease_request = create_request, .release = release
};
const struct wp_drm_lease_connector_v1_interface Card::Requests::connector{
    .destroy = destroy_resource
};
const struct wp_drm_lease_request_v1_interface Card::Requests::request{
    .request_connector = request_connector, .submit = submit
};
const struct wp_drm_lease_v1_interface Card::Requests::lease{.destroy = destroy_resource};

void Card::Requests::create_request(wl_client* client, wl_resource* device, std::uint32_t id) {
    auto* resource = wl_resource_create(
        client, &wp_drm_lease_request_v1_interface, wl_resource_get_version(device), id
    );
    if (resource == nullptr) {
        wl_client_post_no_memory(client);
        return;
    }
    auto* card = object_of<Card>(device);
    wl_resource_set_implementation(resource, &request, card, request_gone);
    if (card != nullptr) {
        card->requests_[resource].card = card;
    }
}

void Card::Requests::release(wl_client* /*client*/, wl_resource* device) {
    wp_drm_lease_device_v1_send_released(device);
    wl_resource_destroy(device);
}

void Card::Requests::device_gone(wl_resource* device) {
    if (auto* card = object_of<Card>(device)) {
        std::erase(card->devices_, device);
    }
}

void Card::Requests::connector_gone(wl_resource* connector) {
    if (auto* offer = object_of<Offer>(connector)) {
        std::erase(offer->resources, connector);
    }
}

void Card::Requests::request_connector(
    wl_client* /*client*/, wl_resource* resource, wl_resource* connector_resource
) {
    auto* card = object_of<Card>(resource);
    if (card == nullptr) {
        return;
    }
    auto& request = card->requests_.at(resource);
    const auto* offer = object_of<Offer>(connector_resource);
    if (offer == nullptr) {
        request.invalid = true;
        return;
    }
    const auto own = card->offers_.find(offer->connector.id);
    if (own == card->offers_.end() || own->second.get() != offer) {
        wl_resource_post_error(
            resource,
            WP_DRM_LEASE_REQUEST_V1_ERROR_WRONG_DEVICE,
            "connector %s is another device's",
            offer->connector.name.c_str()
        );
        return;
    }
    if (std::ranges::contains(request.connectors, offer->connector.id)) {
        wl_resource_post_error(
            resource,
            WP_DRM_LEASE_REQUEST_V1_ERROR_DUPLICATE_CONNECTOR,
            "connector %s was asked for twice",
            offer->connector.name.c_str()
        );
        return;
    }
    request.connectors.push_back(offer->connector.id);
}

void Card::Requests::submit(wl_client* client, wl_resource* resource, std::uint32_t id) {
    auto* lease_resource = wl_resource_create(
        client, &wp_drm_lease_v1_interface, wl_resource_get_version(resource), id
    );
    if (lease_resource == nullptr) {
        wl_client_post_no_memory(client);
        return;
    }
    wl_resource_set_implementation(lease_resource, &lease, nullptr, lease_gone);
    auto* card = object_of<Card>(resource);
    if (card == nullptr) {
        wp_drm_lease_v1_send_finished(lease_resource);
    } else if (
        auto& request = card->requests_.at(resource); request.connectors.empty() && !request.invalid
    ) {
        wl_resource_post_error(
            resource, WP_DRM_LEASE_REQUEST_V1_ERROR_EMPTY_LEASE, "no connector was asked for"
        );
        return;
    } else {
        card->submit(request, lease_resource);
    }
    wl_resource_destroy(resource);
}

void Card::Requests::request_gone(wl_resource* resource) {
    if (auto* card = object_of<Card>(resource)) {
        card->requests_.erase(resource);
    }
}

void Card::Requests::lease_gone(wl_resource* resource) {
    if (auto* gone = object_of<Lease>(resource)) {
        gone->card().release(*gone);
    }
}

} // namespace exwm_vr::lease
