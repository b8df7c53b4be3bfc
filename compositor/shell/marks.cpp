// SPDX-License-Identifier: MIT
#include "shell/marks.hpp"

#include <utility>

namespace exwm_vr::shell {

/// Goes with the window.
class Marks::Kept {
public:
    Kept(Marks& owner, wlr_xdg_toplevel& toplevel)
        : owner_(owner)
        , surface_(toplevel.base->surface)
        , destroy_(*this, toplevel.events.destroy) {}

    Mark mark;

private:
    void on_destroy() {
        owner_.kept_.erase(surface_); // deletes this
    }

    Marks& owner_;
    const wlr_surface* surface_;
    Listener<&Kept::on_destroy> destroy_;
};

Marks::Marks(wl_display* display, Changed changed)
    : changed_(std::move(changed))
    , tag_(*this, wlr_xdg_toplevel_tag_manager_v1_create(display, 1)->events.set_tag)
    , icon_(*this, wlr_xdg_toplevel_icon_manager_v1_create(display, 1)->events.set_icon) {}

Marks::~Marks() = default;

Mark Marks::of(const wlr_surface* surface) const {
    const auto found = kept_.find(surface);
    return found != kept_.end() ? found->second->mark : Mark{};
}

void Marks::on_tag(wlr_xdg_toplevel_tag_manager_v1_set_tag_event& event) {
    set(*event.toplevel, &Mark::tag, event.tag);
}

void Marks::on_icon(wlr_xdg_toplevel_icon_manager_v1_set_icon_event& event) {
    set(*event.toplevel, &Mark::icon, event.icon != nullptr ? event.icon->name : nullptr);
}

void Marks::set(wlr_xdg_toplevel& toplevel, std::string Mark::* what, const char* text) {
    auto& kept = kept_[toplevel.base->surface];
    if (!kept) {
        kept = std::make_unique<Kept>(*this, toplevel);
    }
    kept->mark.*what = text != nullptr ? text : "";
    changed_(*toplevel.base->surface);
}

} // namespace exwm_vr::shell
