// SPDX-License-Identifier: MIT
#pragma once

#include <wayland-server-core.h>

#include <memory>

namespace exwm_vr::ipc {

/// Takes a source off its loop. Idle sources take themselves off when they run; release() then.
struct EventSourceRemover {
    void operator()(wl_event_source* source) const { wl_event_source_remove(source); }
};

using EventSource = std::unique_ptr<wl_event_source, EventSourceRemover>;

} // namespace exwm_vr::ipc
