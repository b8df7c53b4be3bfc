// SPDX-License-Identifier: MIT
#include "shell/dialogs.hpp"

#include <utility>

namespace exwm_vr::shell {
namespace {

constexpr std::uint32_t dialog_version = 1;

} // namespace

/// Goes with the dialog's object, at the latest with its window.
class Dialogs::Dialog {
public:
    Dialog(Dialogs& owner, wlr_xdg_dialog_v1& handle)
        : owner_(owner)
        , handle_(handle)
        , set_modal_(*this, handle.events.set_modal)
        , destroy_(*this, handle.events.destroy) {}

private:
    void on_set_modal() {
        if (handle_.modal) {
            owner_.became_modal_(*handle_.xdg_toplevel->base->surface);
        }
    }

    void on_destroy() {
        std::erase_if(owner_.dialogs_, [this](const auto& owned) { return owned.get() == this; });
    }

    Dialogs& owner_;
    wlr_xdg_dialog_v1& handle_;
    Listener<&Dialog::on_set_modal> set_modal_;
    Listener<&Dialog::on_destroy> destroy_;
};

Dialogs::Dialogs(wl_display* display, BecameModal became_modal)
    : became_modal_(std::move(became_modal))
    , new_(*this, wlr_xdg_wm_dialog_v1_create(display, dialog_version)->events.new_dialog) {}

Dialogs::~Dialogs() = default;

bool Dialogs::modal(wlr_xdg_toplevel& toplevel) {
    const auto* dialog = wlr_xdg_dialog_v1_try_from_wlr_xdg_toplevel(&toplevel);
    return dialog != nullptr && dialog->modal;
}

void Dialogs::on_new(wlr_xdg_dialog_v1& dialog) {
    dialogs_.push_back(std::make_unique<Dialog>(*this, dialog));
}

} // namespace exwm_vr::shell
