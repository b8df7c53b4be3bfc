// SPDX-License-Identifier: MIT
// Windows that the pointer drags: its motion is no client's meanwhile.
#include "input/pointer.hpp"

#include <utility>

namespace exwm_vr::input {

void Pointer::begin_drag(
    const std::string& cursor_name,
    std::function<void(double, double)> moved,
    std::function<void()> ended
) {
    end_drag();
    drag_ =
        Drag{.start_x = x(), .start_y = y(), .moved = std::move(moved), .ended = std::move(ended)};
    wlr_seat_pointer_notify_clear_focus(&seat_);
    constraints_.update();
    under_ = nullptr;
    if (theme_) {
        wlr_cursor_set_xcursor(cursor_.get(), theme_.get(), cursor_name.c_str());
    }
}

void Pointer::end_drag() {
    if (!drag_) {
        return;
    }
    const auto ended = std::move(drag_->ended);
    drag_.reset();
    show_default_cursor();
    ended();
    refresh();
}

} // namespace exwm_vr::input
