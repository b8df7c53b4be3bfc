// SPDX-License-Identifier: MIT
#pragma once

#include "shell/window.hpp"
#include "wlr/listener.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace exwm_vr::capture {

/// Lets clients copy pictures of outputs and windows: wlr-screencopy v1 (deprecated, still what
/// many tools speak) and ext-image-copy-capture v1.
class Capture {
public:
    /// Handles of the ext-foreign-toplevel-list carry their shell::Window as data. No capture of
    /// a window begins while @p locked says so.
    Capture(
        wl_display* display,
        wlr_renderer* renderer,
        wlr_allocator* allocator,
        std::function<bool()> locked
    );
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    ~Capture();

    /// What draws from now on. Captures of windows end.
    void draw_with(wlr_renderer* renderer, wlr_allocator* allocator);

    /// Ends all captures of windows; their clients are told.
    void stop_windows();

private:
    class Source;

    void
    on_toplevel_request(wlr_ext_foreign_toplevel_image_capture_source_manager_v1_request& request);
    void forget(const Source& source);

    wl_event_loop* loop_;
    wlr_renderer* renderer_;
    wlr_allocator* allocator_;
    std::function<bool()> locked_;
    std::vector<std::unique_ptr<Source>> sources_;
    Listener<&Capture::on_toplevel_request> toplevel_request_;
};

} // namespace exwm_vr::capture
