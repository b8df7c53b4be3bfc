// SPDX-License-Identifier: MIT
#include "shell/popup.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace exwm_vr::shell {

Popups::Popups(wl_signal& new_popup, wlr_scene_tree* tree, Bounds bounds)
    : tree_(tree)
    , bounds_(std::move(bounds))
    , new_popup_(*this, new_popup) {}

Popups::~Popups() = default;

void Popups::on_new_popup(wlr_xdg_popup& popup) {
    popups_.push_back(std::make_unique<Popup>(*this, popup));
}

void Popups::bounds_changed() {
    for (const auto& popup : popups_) {
        popup->bounds_changed();
    }
}

void Popups::forget(const Popup& popup) {
    std::erase_if(popups_, [&](const auto& owned) { return owned.get() == &popup; });
}

Popup::Popup(Popups& owner, wlr_xdg_popup& popup)
    : owner_(owner)
    , popup_(popup)
    , tree_(wlr_scene_xdg_surface_create(owner.tree_, popup.base))
    , children_(popup.base->events.new_popup, tree_, owner.bounds_)
    , commit_(*this, popup.base->surface->events.commit)
    , reposition_(*this, popup.events.reposition)
    , destroy_(*this, popup.events.destroy) {
    if (tree_ == nullptr) {
        log::panic("out of memory for a popup");
    }
}

void Popup::on_commit() {
    if (popup_.base->initial_commit) {
        on_reposition();
    }
}

void Popup::on_reposition() {
    if (!popup_.base->initialized) {
        return;
    }
    const Box bounds = owner_.bounds_();
    if (bounds.empty()) {
        // No output: nothing to keep it inside of, but the client waits for a configure.
        wlr_xdg_surface_schedule_configure(popup_.base);
        return;
    }
    const wlr_box box{.x = bounds.x, .y = bounds.y, .width = bounds.width, .height = bounds.height};
    wlr_xdg_popup_unconstrain_from_box(&popup_, &box);
}

void Popup::bounds_changed() {
    if (popup_.current.reactive) {
        on_reposition();
    }
    children_.bounds_changed();
}

void Popup::on_destroy() {
    owner_.forget(*this); // deletes this
}

void close_menus_of(const wlr_xdg_shell& shell, const wlr_seat& seat) {
    const auto newest = [&]() -> wlr_xdg_popup* {
        wlr_xdg_popup_grab* grab = nullptr;
        wl_list_for_each(grab, &shell.popup_grabs, link) {
            if (grab->seat == &seat && wl_list_empty(&grab->popups) == 0) {
                wlr_xdg_popup* popup = nullptr;
                return wl_container_of(grab->popups.next, popup, grab_link);
            }
        }
        return nullptr;
    };
    // The grab goes with the last of them.
    while (auto* const popup = newest()) {
        wlr_xdg_popup_destroy(popup);
    }
}

} // namespace exwm_vr::shell
