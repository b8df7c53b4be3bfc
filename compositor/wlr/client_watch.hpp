// SPDX-License-Identifier: MIT
#pragma once

#include <wayland-server-core.h>

#include <functional>

namespace exwm_vr {

/// Calls back when a client goes. The callback may destroy this object.
class ClientWatch {
public:
    ClientWatch(wl_client* client, std::function<void()> gone);
    ClientWatch(const ClientWatch&) = delete;
    ClientWatch& operator=(const ClientWatch&) = delete;
    ~ClientWatch();

private:
    struct Hook {
        wl_listener listener{};
        ClientWatch* self = nullptr;
    };

    static void notify(wl_listener* listener, void* data) noexcept;

    std::function<void()> gone_;
    Hook hook_;
};

} // namespace exwm_vr
