// SPDX-License-Identifier: MIT
#pragma once

#include "scene/scene.hpp"
#include "wlr/listener.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace exwm_vr::input {

/// Joins the one input method (input-method v2, such as fcitx5) to the text field with the
/// keyboard (text-input v3): keys go to the method, what it makes of them to the field.
class InputMethod {
public:
    InputMethod(
        wl_display* display, wlr_seat& seat, wlr_output_layout* layout, scene::Scene& scene
    );
    InputMethod(const InputMethod&) = delete;
    InputMethod& operator=(const InputMethod&) = delete;
    ~InputMethod();

    /// Another surface has the keyboard; null: none.
    void focus(wlr_surface* surface);

    /// Gives a key to the method, if that has grabbed the keyboard. False: it is a window's.
    bool take_key(wlr_keyboard& keyboard, const wlr_keyboard_key_event& event);
    bool take_modifiers(wlr_keyboard& keyboard);

    /// While @p suspended the method hears nothing, as on the lock screen.
    void suspend(bool suspended);

private:
    class TextInput;
    class Popup;

    /// Of the field, as the method was told.
    struct Told {
        std::uint32_t cause = 0;
        /// The text around the cursor; cursor and anchor in bytes of it.
        std::optional<std::tuple<std::string, std::uint32_t, std::uint32_t>> surrounding;
        std::optional<std::pair<std::uint32_t, std::uint32_t>> content_type; ///< hint, purpose
        bool operator==(const Told&) const = default;
    };

    void on_new_method(wlr_input_method_v2& method);
    void on_commit();
    void on_grab(wlr_input_method_keyboard_grab_v2& grab);
    void on_grab_destroy();
    void on_new_popup(wlr_input_popup_surface_v2& popup);
    void on_method_destroy();
    void on_new_text_input(wlr_text_input_v3& text_input);

    void enabled(TextInput& text_input);
    void committed(const TextInput& text_input);
    void disabled(const TextInput& text_input);
    void forget(const TextInput& text_input);
    void forget(const Popup& popup);
    void deactivate();
    void tell_state();
    void place_popups();
    [[nodiscard]] bool takes_keys_of(wlr_keyboard& keyboard) const;

    wlr_seat& seat_;
    wlr_output_layout* layout_;
    scene::Scene& scene_;
    wlr_surface* focused_ = nullptr; ///< kept by focus()
    bool suspended_ = false;
    wlr_input_method_v2* method_ = nullptr;             ///< until on_method_destroy()
    wlr_input_method_keyboard_grab_v2* grab_ = nullptr; ///< until on_grab_destroy()
    std::vector<std::unique_ptr<TextInput>> text_inputs_;
    TextInput* active_ = nullptr; ///< what the method writes into
    std::optional<Told> told_;    ///< since that is active
    std::vector<std::unique_ptr<Popup>> popups_;
    std::set<std::uint32_t> taken_; ///< evdev codes of keys that the method saw go down

    Listener<&InputMethod::on_new_method> new_method_;
    Listener<&InputMethod::on_new_text_input> new_text_input_;
    Listener<&InputMethod::on_commit> commit_;
    Listener<&InputMethod::on_grab> grab_keyboard_;
    Listener<&InputMethod::on_grab_destroy> grab_destroy_;
    Listener<&InputMethod::on_new_popup> new_popup_;
    Listener<&InputMethod::on_method_destroy> method_destroy_;
};

} // namespace exwm_vr::input
