// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/listener.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace exwm_vr::shell {

/// Windows that their clients call dialogs (xdg-dialog v1), which may ask for all attention.
class Dialogs {
public:
    /// A window began to ask for all of its program's attention.
    using BecameModal = std::function<void(const wlr_surface&)>;

    Dialogs(wl_display* display, BecameModal became_modal);
    Dialogs(const Dialogs&) = delete;
    Dialogs& operator=(const Dialogs&) = delete;
    ~Dialogs();

    [[nodiscard]] static bool modal(wlr_xdg_toplevel& toplevel);

private:
    class Dialog;

    void on_new(wlr_xdg_dialog_v1& dialog);

    BecameModal became_modal_;
    std::vector<std::unique_ptr<Dialog>> dialogs_;
    Listener<&Dialogs::on_new> new_;
};

} // namespace exwm_vr::shell
