// SPDX-License-Identifier: MIT
#include "wlr/client_watch.hpp"

#include <utility>

namespace exwm_vr {

ClientWatch::ClientWatch(wl_client* client, std::function<void()> gone)
    : gone_(std::move(gone)) {
    hook_.listener.notify = notify;
    hook_.self = this;
    wl_client_add_destroy_listener(client, &hook_.listener);
}

ClientWatch::~ClientWatch() {
    wl_list_remove(&hook_.listener.link);
}

void ClientWatch::notify(wl_listener* listener, void* /*data*/) noexcept {
    // A copy: the callback may destroy what holds it.
    const auto gone = reinterpret_cast<Hook*>(listener)->self->gone_;
    gone();
}

} // namespace exwm_vr
