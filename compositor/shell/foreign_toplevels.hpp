// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "shell/window.hpp"
#include "wlr/listener.hpp"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace exwm_vr::shell {

/// Shows windows to taskbars and the like: ext-foreign-toplevel-list v1 (read only) and
/// wlr-foreign-toplevel-management v1.
class ForeignToplevels {
public:
    /// What their users may ask for.
    struct Requests {
        std::function<void(WindowId)> activate;
        std::function<void(WindowId)> close;
        std::function<void(WindowId, bool on, wlr_output*)> fullscreen;
    };

    ForeignToplevels(wl_display* display, Requests requests);
    ForeignToplevels(const ForeignToplevels&) = delete;
    ForeignToplevels& operator=(const ForeignToplevels&) = delete;
    ~ForeignToplevels();

    void add(Window& window);
    void remove(WindowId id);
    /// Title, app id or parent has changed.
    void renamed(const Window& window, WindowId parent);
    /// The state that @p placement shows, and the output it is on (null for none).
    void update(const wm::Placement& placement, wlr_output* output);

    /// The ext-foreign-toplevel-list identifier; empty for an unknown window.
    [[nodiscard]] std::string identifier(WindowId id) const;

    [[nodiscard]] wlr_ext_foreign_toplevel_list_v1& list() const { return *list_; }

private:
    class Entry;

    Requests requests_;
    wlr_ext_foreign_toplevel_list_v1* list_;   ///< dies with the display
    wlr_foreign_toplevel_manager_v1* manager_; ///< dies with the display
    std::unordered_map<WindowId, std::unique_ptr<Entry>> entries_;
};

} // namespace exwm_vr::shell
