// SPDX-License-Identifier: MIT
#include "lease/card.hpp"

#include "base/fd.hpp"
#include "base/log.hpp"
#include "lease/card_requests.hpp"

#include <xf86drmMode.h>

#include <algorithm>
#include <utility>

namespace exwm_vr::lease {
namespace {

constexpr std::uint32_t device_version = 1;

std::uint64_t next_lease_id() {
    static std::uint64_t last = 0;
    return ++last;
}

} // namespace

Card::Card(wl_display* display, wlr_backend& backend, wlr_device& device, CardHost& host)
    : backend_(backend)
    , host_(host)
    , fd_(wlr_backend_get_drm_fd(&backend))
    , global_(
          wl_global_create(display, &wp_drm_lease_device_v1_interface, device_version, this, bind),
          wl_global_destroy
      )
    , device_change_(*this, device.events.change) {
    if (!global_) {
        log::panic("out of memory for a lease device");
    }
}

Card::~Card() {
    retire();
}

void Card::retire() {
    if (std::exchange(retired_, true)) {
        return;
    }
    device_change_.disconnect();
    for (auto* device : std::exchange(devices_, {})) {
        wl_resource_set_user_data(device, nullptr);
    }
    for (const auto& [resource, request] : std::exchange(requests_, {})) {
        wl_resource_set_user_data(resource, nullptr);
    }
    while (!leases_.empty()) {
        auto& lease = *leases_.begin()->second;
        lease.forget_drm();
        finish(lease.id());
    }
    offers_.clear();
    wl_global_remove(global_.get());
}

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
    for (const auto& [connector, offer] : card.offers_) {
        if (card.is_offered(connector)) {
            card.send_offer(*offer, device);
        }
    }
    wp_drm_lease_device_v1_send_done(device);
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

void Card::take(wlr_output& output) {
    auto& offer = offers_[wlr_drm_connector_get_id(&output)];
    offer = std::make_unique<Offer>(*this, output);
    update(*offer); // not when a hotplug made the backend take what is leased for a new one
    send_done();
}

void Card::hide(bool hidden) {
    hidden_ = hidden;
    for (const auto& [connector, offer] : offers_) {
        update(*offer);
    }
    send_done();
}

void Card::set_withdrawn(std::uint32_t connector, bool withdrawn) {
    const auto offer = offers_.find(connector);
    if (offer != offers_.end()) {
        offer->second->withdrawn = withdrawn;
        update(*offer->second);
        send_done();
    }
}

bool Card::is_withdrawn(std::uint32_t connector) const {
    const auto offer = offers_.find(connector);
    return offer != offers_.end() && offer->second->withdrawn;
}

wlr_output* Card::output(std::uint32_t connector) const {
    const auto offer = offers_.find(connector);
    return offer != offers_.end() && !is_leased(connector) ? &offer->second->output : nullptr;
}

/// Clients are told of an offer, or of its end.
void Card::update(Offer& offer) {
    if (!is_offered(offer.connector.id)) {
        offer.withdraw();
    } else if (offer.resources.empty()) {
        for (auto* device : devices_) {
            send_offer(offer, device);
        }
    }
}

bool Card::is_offered(std::uint32_t connector) const {
    return !hidden_ && !is_leased(connector) && !is_withdrawn(connector);
}

void Card::withdraw(std::uint32_t connector) {
    offers_.erase(connector);
    send_done();
}

bool Card::offers(const std::string& connector) const {
    return std::ranges::any_of(offers_, [&](const auto& entry) {
        return entry.second->connector.name == connector && !is_leased(entry.first);
    });
}

bool Card::is_leased(std::uint32_t connector) const {
    return std::ranges::any_of(leases_, [&](const auto& entry) {
        return entry.second->granted() &&
               std::ranges::contains(entry.second->connectors(), connector, &Connector::id);
    });
}

std::vector<const Lease*> Card::leases() const {
    std::vector<const Lease*> all;
    for (const auto& [id, lease] : leases_) {
        all.push_back(lease.get());
    }
    return all;
}

const Lease* Card::find(std::uint64_t lease) const {
    const auto found = leases_.find(lease);
    return found != leases_.end() ? found->second.get() : nullptr;
}

void Card::submit(Request& request, wl_resource* resource) {
    std::vector<Connector> connectors;
    for (const auto id : request.connectors) {
        const auto offer = offers_.find(id);
        if (offer != offers_.end() && is_offered(id)) {
            connectors.push_back(offer->second->connector);
        }
    }
    if (request.invalid || connectors.size() != request.connectors.size()) {
        wp_drm_lease_v1_send_finished(resource);
        return;
    }
    const auto id = next_lease_id();
    auto& lease = leases_[id];
    lease = std::make_unique<Lease>(*this, id, resource, std::move(connectors));
    wl_resource_set_user_data(resource, lease.get());
    host_.lease_requested(*this, *lease);
}

void Card::grant(std::uint64_t id) {
    const auto found = leases_.find(id);
    if (found == leases_.end() || found->second->granted()) {
        return;
    }
    auto& lease = *found->second;
    std::vector<wlr_output*> outputs;
    for (const auto& connector : lease.connectors()) {
        const auto offer = offers_.find(connector.id);
        if (offer != offers_.end() && is_offered(connector.id)) {
            outputs.push_back(&offer->second->output);
        }
    }
    if (outputs.size() != lease.connectors().size()) {
        refuse(id); // gone, withdrawn, or another's, since it was asked for
        return;
    }
    int lease_fd = -1;
    // Their outputs go with this call, and so do the offers.
    auto* drm = wlr_drm_create_lease(outputs.data(), outputs.size(), &lease_fd);
    if (drm == nullptr) {
        log::warn("a lease of {} could not be made", lease.connectors().front().name);
        refuse(id);
        return;
    }
    const Fd fd(lease_fd);
    lease.set_drm(*drm, [this, id] { finish(id); });
    wp_drm_lease_v1_send_lease_fd(lease.resource(), fd.get());
}

void Card::refuse(std::uint64_t lease) {
    const auto* found = find(lease);
    if (found != nullptr && !found->granted()) {
        finish(lease);
    }
}

void Card::revoke(std::uint64_t lease) {
    if (paused_) {
        // Its client was told. The backend would look for outputs now, and show none of those that
        // it finds when the session is back; resume() does it then.
        return;
    }
    const auto* found = find(lease);
    if (found != nullptr && found->granted()) {
        wlr_drm_lease_terminate(found->drm()); // comes back as finish()
    }
}

void Card::release(Lease& lease) {
    lease.drop_resource();
    if (lease.granted()) {
        revoke(lease.id());
    } else {
        finish(lease.id());
    }
}

void Card::finish(std::uint64_t id) {
    const auto entry = leases_.extract(id);
    if (entry.empty()) {
        return;
    }
    auto& lease = *entry.mapped();
    if (lease.resource() != nullptr) {
        wp_drm_lease_v1_send_finished(lease.resource());
        wl_resource_set_user_data(lease.resource(), nullptr);
    }
    host_.lease_ended(lease);
    // What a hotplug brought back meanwhile was held back until now.
    bool back = false;
    for (const auto& connector : lease.connectors()) {
        const auto offer = offers_.find(connector.id);
        if (offer != offers_.end()) {
            update(*offer->second);
            back = true;
        }
    }
    if (back) {
        send_done();
    }
}

void Card::pause() {
    paused_ = true;
    for (const auto& [id, lease] : leases_) {
        if (auto* resource = lease->resource()) {
            wp_drm_lease_v1_send_finished(resource);
            wl_resource_set_user_data(resource, nullptr);
            lease->drop_resource();
        }
    }
    // Those that nobody has granted yet have nothing to be kept for.
    for (const auto* lease : leases()) {
        refuse(lease->id());
    }
}

void Card::resume() {
    paused_ = false;
    std::vector<std::uint64_t> ended;
    for (const auto& [id, lease] : leases_) {
        if (lease->resource() == nullptr) {
            ended.push_back(id);
        }
    }
    for (const auto id : ended) {
        revoke(id);
    }
}

void Card::on_device_change(wlr_device_change_event& /*event*/) {
    if (paused_) {
        return; // resume() ends what there is
    }
    // The backend has looked already, but not at what is leased. A client that keeps its lease of
    // what was unplugged would wait for it for ever.
    std::vector<std::uint64_t> over;
    for (const auto& [id, lease] : leases_) {
        const bool there = std::ranges::all_of(lease->connectors(), [&](const Connector& one) {
            return is_connected(one.id);
        });
        if (lease->granted() && (!there || !holds_in_kernel(*lease))) {
            over.push_back(id);
        }
    }
    for (const auto id : over) {
        revoke(id);
    }
}

bool Card::is_connected(std::uint32_t connector) const {
    const std::unique_ptr<drmModeConnector, decltype(&drmModeFreeConnector)> state(
        drmModeGetConnector(fd_, connector), drmModeFreeConnector
    );
    return state && state->connection == DRM_MODE_CONNECTED;
}

bool Card::holds_in_kernel(const Lease& lease) const {
    const std::unique_ptr<drmModeLesseeListRes, decltype(&drmFree)> lessees(
        drmModeListLessees(fd_), drmFree
    );
    if (!lessees) {
        return true; // not to be known while the session is in the background
    }
    const auto* first = lessees->lessees;
    return std::find(first, first + lessees->count, lease.drm()->lessee_id) !=
           first + lessees->count;
}

} // namespace exwm_vr::lease
