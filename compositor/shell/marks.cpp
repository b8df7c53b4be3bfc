// SPDX-License-Identifier: MIT
#include "shell/marks.hpp"

#include "shell/icon_buffers.hpp"
#include "wlr/event_source.hpp"
#include "wlr/handles.hpp"

#include <utility>

namespace exwm_vr::shell {

/// Goes with the window.
class Marks::Kept {
public:
    Kept(Marks& owner, wlr_xdg_toplevel& toplevel)
        : owner_(owner)
        , surface_(*toplevel.base->surface)
        , destroy_(*this, toplevel.events.destroy) {}

    /// Its buffers are copied once all requests of this moment are read and before the client can
    /// know of it: a client may set an icon very often, and may use their memory again afterwards.
    void set_icon(wlr_xdg_toplevel_icon_v1* icon) {
        mark.icon = icon != nullptr && icon->name != nullptr ? icon->name : "";
        new_icon_.reset(icon != nullptr ? wlr_xdg_toplevel_icon_v1_ref(icon) : nullptr);
        if (!copy_.active()) {
            copy_ = LoopCallback::idle(owner_.loop_, [this] { copy_icon(); });
        }
    }

    void tell() const { owner_.changed_(surface_); }

    Mark mark;
    WindowIcon icon;

private:
    void copy_icon() {
        icon.pictures = new_icon_ ? read_buffers(*new_icon_) : std::vector<Image>();
        ++icon.serial;
        new_icon_.reset();
        tell();
    }

    void on_destroy() {
        owner_.kept_.erase(&surface_); // deletes this
    }

    Marks& owner_;
    const wlr_surface& surface_;
    Handle<wlr_xdg_toplevel_icon_v1, wlr_xdg_toplevel_icon_v1_unref> new_icon_;
    LoopCallback copy_;
    Listener<&Kept::on_destroy> destroy_;
};

Marks::Marks(wl_display* display, Changed changed)
    : loop_(wl_display_get_event_loop(display))
    , changed_(std::move(changed))
    , tag_(*this, wlr_xdg_toplevel_tag_manager_v1_create(display, 1)->events.set_tag)
    , icon_(*this, wlr_xdg_toplevel_icon_manager_v1_create(display, 1)->events.set_icon) {}

Marks::~Marks() = default;

Mark Marks::of(const wlr_surface* surface) const {
    const auto found = kept_.find(surface);
    return found != kept_.end() ? found->second->mark : Mark{};
}

const WindowIcon* Marks::icon_of(const wlr_surface* surface) const {
    const auto found = kept_.find(surface);
    return found != kept_.end() ? &found->second->icon : nullptr;
}

void Marks::on_tag(wlr_xdg_toplevel_tag_manager_v1_set_tag_event& event) {
    auto& kept = keep(*event.toplevel);
    kept.mark.tag = event.tag != nullptr ? event.tag : "";
    kept.tell();
}

void Marks::on_icon(wlr_xdg_toplevel_icon_manager_v1_set_icon_event& event) {
    keep(*event.toplevel).set_icon(event.icon);
}

Marks::Kept& Marks::keep(wlr_xdg_toplevel& toplevel) {
    auto& kept = kept_[toplevel.base->surface];
    if (!kept) {
        kept = std::make_unique<Kept>(*this, toplevel);
    }
    return *kept;
}

} // namespace exwm_vr::shell
