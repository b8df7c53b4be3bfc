// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "config/config.hpp"
#include "input/keyboard.hpp"
#include "wlr/handles.hpp"

#include <memory>
#include <vector>

namespace exwm_vr::input {

/// All keyboards of the seat. Physical ones with the same settings share one state (a group), so
/// that Shift of one counts for the keys of another. The main group is there even without any:
/// clients then have a keymap from the start, and the first key of a virtual keyboard is not lost
/// while they bind.
class Keyboards {
public:
    Keyboards(Host& host, InputMethod& input_method, wl_display* display, wlr_seat& seat);
    Keyboards(const Keyboards&) = delete;
    Keyboards& operator=(const Keyboards&) = delete;
    ~Keyboards();

    /// Layout and repeat of the main group. An unknown layout is an error and changes nothing.
    Result<void> configure(const config::Keyboard& settings);

    [[nodiscard]] const config::Keyboard& settings() const { return groups_.front()->settings; }

    void add_physical(wlr_keyboard& keyboard);
    void remove_physical(wlr_keyboard& keyboard);

    /// Gives a physical keyboard settings of its own. With an unknown layout, an error, and it has
    /// those of the main group.
    Result<void> assign(wlr_keyboard& keyboard, const config::Keyboard& settings);

    /// What a physical keyboard has now.
    [[nodiscard]] const config::Keyboard& settings_of(const wlr_keyboard& keyboard) const;

    [[nodiscard]] wlr_keyboard& main() const { return groups_.front()->group->keyboard; }

    /// The one of these keyboards that wlroots calls @p handle; null for none.
    [[nodiscard]] const Keyboard* find(const wlr_keyboard* handle) const;

    [[nodiscard]] wlr_virtual_keyboard_manager_v1& virtual_manager() const {
        return virtual_manager_;
    }

private:
    /// Physical keyboards that share their settings and state.
    struct Group {
        config::Keyboard settings;
        XkbKeymap keymap;
        Handle<wlr_keyboard_group, wlr_keyboard_group_destroy> group;
        std::unique_ptr<Keyboard> keyboard; ///< goes before group
        std::vector<wlr_keyboard*> members;
    };

    void on_new_virtual(wlr_virtual_keyboard_v1& keyboard);
    std::unique_ptr<Group> make_group();
    Result<Group*> group_for(const config::Keyboard& settings);
    [[nodiscard]] Group* group_of(const wlr_keyboard& keyboard) const;
    static void join(Group& group, wlr_keyboard& keyboard);
    void leave(wlr_keyboard& keyboard);

    Host& host_;
    InputMethod& input_method_;
    wlr_seat& seat_;
    std::vector<std::unique_ptr<Group>> groups_; ///< the main one first
    std::vector<std::unique_ptr<Keyboard>> virtual_;
    wlr_virtual_keyboard_manager_v1& virtual_manager_; ///< dies with the display
    Listener<&Keyboards::on_new_virtual> new_virtual_;
};

} // namespace exwm_vr::input
