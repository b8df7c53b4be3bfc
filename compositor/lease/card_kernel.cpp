// SPDX-License-Identifier: MIT
// What the kernel knows of leases and their displays, and the backend does not.
#include "base/log.hpp"
#include "lease/card_requests.hpp"
#include "wlr/handles.hpp"

#include <xf86drmMode.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace exwm_vr::lease {
namespace {

using ConnectorState = std::unique_ptr<drmModeConnector, decltype(&drmModeFreeConnector)>;

} // namespace

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
        const auto* lease = find(id);
        const bool held = lease != nullptr && lease->granted() && holds_in_kernel(*lease);
        revoke(id, held ? "it was unplugged" : "its program closed it, or the kernel took it back");
    }
}

bool Card::is_connected(std::uint32_t connector) const {
    const ConnectorState state(drmModeGetConnector(fd_, connector), drmModeFreeConnector);
    return state && state->connection == DRM_MODE_CONNECTED;
}

std::uint32_t Card::crtc_of(std::uint32_t connector) const {
    const ConnectorState state(drmModeGetConnectorCurrent(fd_, connector), drmModeFreeConnector);
    if (!state || state->encoder_id == 0) {
        return 0;
    }
    const std::unique_ptr<drmModeEncoder, decltype(&drmModeFreeEncoder)> encoder(
        drmModeGetEncoder(fd_, state->encoder_id), drmModeFreeEncoder
    );
    return encoder ? encoder->crtc_id : 0;
}

std::vector<std::uint32_t> Card::crtcs_of(int lease_fd) {
    const std::unique_ptr<drmModeRes, decltype(&drmModeFreeResources)> leased(
        drmModeGetResources(lease_fd), drmModeFreeResources
    );
    return leased ? std::vector(leased->crtcs, leased->crtcs + leased->count_crtcs)
                  : std::vector<std::uint32_t>();
}

/// What a program left on it when it lost its lease, or the console when it had the screen, would
/// stay there.
void Card::darken(wlr_output& output, bool headset) const {
    if (output.enabled && !headset) {
        return; // the desktop's
    }
    if (output.enabled) {
        OutputState off;
        wlr_output_state_set_enabled(off.get(), false);
        if (!wlr_output_commit_state(&output, off.get())) {
            log::warn("{} cannot be turned off", output.name);
        }
        return;
    }
    // The backend does not know what others show.
    const auto crtc = crtc_of(wlr_drm_connector_get_id(&output));
    if (crtc != 0 && drmModeSetCrtc(fd_, crtc, 0, 0, 0, nullptr, 0, nullptr) != 0) {
        log::warn("{} cannot be turned off: {}", output.name, std::strerror(errno));
    }
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
