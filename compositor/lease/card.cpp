// SPDX-License-Identifier: MIT
#include "lease/card.hpp"

#include "base/fd.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "lease/card_requests.hpp"

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
        lease.set_end("the graphics card is gone");
        lease.free_drm();
        finish(lease.id());
    }
    offers_.clear();
    wl_global_remove(global_.get());
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
        log::info("a client asks for a display that is not offered any more, and gets none");
        wp_drm_lease_v1_send_finished(resource);
        return;
    }
    const auto id = next_lease_id();
    auto& lease = leases_[id];
    lease = std::make_unique<Lease>(*this, id, resource, std::move(connectors));
    wl_resource_set_user_data(resource, lease.get());
    host_.lease_requested(*this, *lease);
}

Result<void> Card::grant(std::uint64_t id) {
    const auto found = leases_.find(id);
    if (found == leases_.end() || found->second->granted()) {
        return fail("no lease {} waits for an answer", id);
    }
    auto& lease = *found->second;
    const auto refused = [&](std::string why) -> Result<void> {
        refuse(id, why);
        return fail("{}", why);
    };
    std::vector<wlr_output*> outputs;
    for (const auto& connector : lease.connectors()) {
        const auto offer = offers_.find(connector.id);
        if (offer == offers_.end() || !is_offered(connector.id)) {
            return refused(formatted("{} is not offered any more", connector.name));
        }
        outputs.push_back(&offer->second->output);
    }
    int lease_fd = -1;
    granting_ = id;
    // Their outputs go with this call, and so do the offers.
    auto* drm = wlr_drm_create_lease(outputs.data(), outputs.size(), &lease_fd);
    granting_ = 0;
    if (drm == nullptr) {
        return refused(
            formatted("the graphics card makes no lease of {}", lease.connectors().front().name)
        );
    }
    const Fd fd(lease_fd);
    lease.set_drm(*drm, [this, id] { finish(id); });
    lease.set_crtcs(crtcs_of(fd.get()));
    wp_drm_lease_v1_send_lease_fd(lease.resource(), fd.get());
    refuse_what_is_gone();
    return {};
}

void Card::refuse(std::uint64_t lease, std::string why) {
    const auto found = leases_.find(lease);
    if (found != leases_.end() && !found->second->granted()) {
        found->second->set_end(std::move(why));
        finish(lease);
    }
}

void Card::refuse_what_is_gone() {
    for (const auto* lease : leases()) {
        const auto gone = std::ranges::find_if(lease->connectors(), [this](const auto& connector) {
            return !offers_.contains(connector.id) || !is_offered(connector.id);
        });
        if (!lease->granted() && lease->id() != granting_ && gone != lease->connectors().end()) {
            refuse(lease->id(), formatted("{} is not offered any more", gone->name));
        }
    }
}

void Card::revoke(std::uint64_t id, std::string why) {
    const auto found = leases_.find(id);
    if (found == leases_.end() || !found->second->granted()) {
        return;
    }
    found->second->set_end(std::move(why));
    if (paused_) {
        // Its client was told. The backend would look for outputs now, and show none of those that
        // it finds when the session is back; resume() does it then.
        return;
    }
    wlr_drm_lease_terminate(found->second->drm()); // comes back as finish()
}

void Card::release(Lease& lease) {
    lease.drop_resource();
    if (lease.granted()) {
        revoke(lease.id(), "its program gave it back, or has ended");
    } else {
        lease.set_end("its program asks no more, or has ended");
        finish(lease.id());
    }
}

void Card::finish(std::uint64_t id) {
    const auto entry = leases_.extract(id);
    if (entry.empty()) {
        return;
    }
    auto& lease = *entry.mapped();
    lease.set_end("its program closed it, or the kernel took it back");
    if (lease.resource() != nullptr) {
        wp_drm_lease_v1_send_finished(lease.resource());
        wl_resource_set_user_data(lease.resource(), nullptr);
    }
    host_.lease_ended(lease);
    // What a hotplug brought back meanwhile is held back, until the host has looked at it.
    for (const auto& connector : lease.connectors()) {
        const auto offer = offers_.find(connector.id);
        if (lease.was_granted() && offer != offers_.end()) {
            darken(offer->second->output, offer->second->headset);
        }
    }
}

void Card::pause() {
    paused_ = true;
    const std::string why = "another terminal is shown";
    for (const auto& [id, lease] : leases_) {
        if (auto* resource = lease->resource()) {
            lease->set_end(why);
            wp_drm_lease_v1_send_finished(resource);
            wl_resource_set_user_data(resource, nullptr);
            lease->drop_resource();
        }
    }
    // Those that nobody has granted yet have nothing to be kept for.
    for (const auto* lease : leases()) {
        refuse(lease->id(), why);
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
        revoke(id, {});
    }
}

} // namespace exwm_vr::lease
