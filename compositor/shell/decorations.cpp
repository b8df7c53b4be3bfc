// SPDX-License-Identifier: MIT
#include "shell/decorations.hpp"

#include <algorithm>

namespace exwm_vr::shell {

class Decorations::Decoration {
public:
    Decoration(Decorations& owner, wlr_xdg_toplevel_decoration_v1& decoration)
        : owner_(owner)
        , decoration_(decoration)
        , request_mode_(*this, decoration.events.request_mode)
        , commit_(*this, decoration.toplevel->base->surface->events.commit)
        , destroy_(*this, decoration.events.destroy) {
        on_request_mode();
    }

private:
    void on_request_mode() {
        // Before the first commit the surface may not be configured; on_commit() does it then.
        if (decoration_.toplevel->base->initialized) {
            wlr_xdg_toplevel_decoration_v1_set_mode(
                &decoration_, WLR_XDG_TOPLEVEL_DECORATION_V1_MODE_SERVER_SIDE
            );
        }
    }

    void on_commit() {
        if (decoration_.toplevel->base->initial_commit) {
            on_request_mode();
        }
    }

    void on_destroy() {
        std::erase_if(owner_.decorations_, [&](const auto& owned) { return owned.get() == this; });
    }

    Decorations& owner_;
    wlr_xdg_toplevel_decoration_v1& decoration_;
    Listener<&Decoration::on_request_mode> request_mode_;
    Listener<&Decoration::on_commit> commit_;
    Listener<&Decoration::on_destroy> destroy_;
};

Decorations::Decorations(wl_display* display)
    : new_decoration_(
          *this, wlr_xdg_decoration_manager_v1_create(display)->events.new_toplevel_decoration
      ) {
    wlr_server_decoration_manager_set_default_mode(
        wlr_server_decoration_manager_create(display), WLR_SERVER_DECORATION_MANAGER_MODE_SERVER
    );
}

Decorations::~Decorations() = default;

void Decorations::on_new_decoration(wlr_xdg_toplevel_decoration_v1& decoration) {
    decorations_.push_back(std::make_unique<Decoration>(*this, decoration));
}

} // namespace exwm_vr::shell
