// SPDX-License-Identifier: MIT
#include "input/input_method.hpp"

#include "base/log.hpp"
#include "input/popup_place.hpp"

#include <algorithm>
#include <utility>

namespace exwm_vr::input {

/// A client's text field, or its one object for all of its fields.
class InputMethod::TextInput {
public:
    TextInput(InputMethod& owner, wlr_text_input_v3& handle)
        : owner_(owner)
        , handle_(handle)
        , enable_(*this, handle.events.enable)
        , commit_(*this, handle.events.commit)
        , disable_(*this, handle.events.disable)
        , destroy_(*this, handle.events.destroy) {}

    [[nodiscard]] wlr_text_input_v3& handle() const { return handle_; }

    void focus(wlr_surface* surface) const {
        if (handle_.focused_surface != nullptr && handle_.focused_surface != surface) {
            wlr_text_input_v3_send_leave(&handle_);
        }
        if (surface != nullptr && handle_.focused_surface == nullptr &&
            wl_resource_get_client(surface->resource) == wl_resource_get_client(handle_.resource)) {
            wlr_text_input_v3_send_enter(&handle_, surface);
        }
    }

private:
    void on_enable() { owner_.enabled(*this); }

    void on_commit() { owner_.committed(*this); }

    void on_disable() { owner_.disabled(*this); }

    void on_destroy() {
        owner_.forget(*this); // deletes this
    }

    InputMethod& owner_;
    wlr_text_input_v3& handle_;
    Listener<&TextInput::on_enable> enable_;
    Listener<&TextInput::on_commit> commit_;
    Listener<&TextInput::on_disable> disable_;
    Listener<&TextInput::on_destroy> destroy_;
};

/// A surface of the method beside the text cursor, such as a list of candidates.
class InputMethod::Popup {
public:
    Popup(InputMethod& owner, wlr_input_popup_surface_v2& popup)
        : owner_(owner)
        , popup_(popup)
        , tree_(scene::make_tree(owner.scene_.layer(scene::Layer::input_method)))
        , commit_(*this, popup.surface->events.commit)
        , destroy_(*this, popup.events.destroy) {
        if (wlr_scene_subsurface_tree_create(tree_.get(), popup.surface) == nullptr) {
            log::panic("out of memory for an input method's popup");
        }
        wlr_scene_node_set_enabled(&tree_->node, false);
    }

    /// @p cursor and @p output are in layout coordinates.
    void show(Box cursor, Box output) const {
        const auto& state = popup_.surface->current;
        const auto at = popup_place(cursor, {state.width, state.height}, output);
        wlr_scene_node_set_position(&tree_->node, at.x, at.y);
        wlr_scene_node_set_enabled(&tree_->node, popup_.surface->mapped);
        wlr_box told{
            .x = cursor.x - at.x,
            .y = cursor.y - at.y,
            .width = cursor.width,
            .height = cursor.height
        };
        wlr_input_popup_surface_v2_send_text_input_rectangle(&popup_, &told);
    }

    void hide() const { wlr_scene_node_set_enabled(&tree_->node, false); }

private:
    void on_commit() { owner_.place_popups(); }

    void on_destroy() {
        owner_.forget(*this); // deletes this
    }

    InputMethod& owner_;
    wlr_input_popup_surface_v2& popup_;
    SceneTree tree_;
    Listener<&Popup::on_commit> commit_;
    Listener<&Popup::on_destroy> destroy_;
};

InputMethod::InputMethod(
    wl_display* display, wlr_seat& seat, wlr_output_layout* layout, scene::Scene& scene
)
    : seat_(seat)
    , layout_(layout)
    , scene_(scene)
    , new_method_(*this, wlr_input_method_manager_v2_create(display)->events.new_input_method)
    , new_text_input_(*this, wlr_text_input_manager_v3_create(display)->events.new_text_input)
    , commit_(*this)
    , grab_keyboard_(*this)
    , grab_destroy_(*this)
    , new_popup_(*this)
    , method_destroy_(*this) {}

InputMethod::~InputMethod() = default;

void InputMethod::on_new_method(wlr_input_method_v2& method) {
    if (method_ != nullptr || method.seat != &seat_) {
        if (method.seat == &seat_) {
            log::info("a second input method was turned away");
        } else {
            log::info("an input method was turned away: seat {} has none", method.seat->name);
        }
        wlr_input_method_v2_send_unavailable(&method);
        return;
    }
    method_ = &method;
    commit_.connect(method.events.commit);
    grab_keyboard_.connect(method.events.grab_keyboard);
    new_popup_.connect(method.events.new_popup_surface);
    method_destroy_.connect(method.events.destroy);
    focus(focused_);
}

void InputMethod::on_method_destroy() {
    commit_.disconnect();
    grab_keyboard_.disconnect();
    new_popup_.disconnect();
    method_destroy_.disconnect();
    method_ = nullptr;
    active_ = nullptr;
    // Fields are told to do without: a toolkit then composes by itself.
    focus(focused_);
}

void InputMethod::focus(wlr_surface* surface) {
    focused_ = surface;
    auto* wanted = method_ != nullptr && !suspended_ ? surface : nullptr;
    if (active_ != nullptr && active_->handle().focused_surface != wanted) {
        deactivate();
    }
    for (const auto& text_input : text_inputs_) {
        text_input->focus(wanted);
    }
}

void InputMethod::suspend(bool suspended) {
    suspended_ = suspended;
    focus(focused_);
}

void InputMethod::on_new_text_input(wlr_text_input_v3& text_input) {
    if (text_input.seat != &seat_) {
        return;
    }
    text_inputs_.push_back(std::make_unique<TextInput>(*this, text_input));
    focus(focused_);
}

void InputMethod::enabled(TextInput& text_input) {
    if (method_ == nullptr || text_input.handle().focused_surface == nullptr) {
        return;
    }
    active_ = &text_input;
    wlr_input_method_v2_send_activate(method_);
    told_.reset();
    tell_state();
}

void InputMethod::committed(const TextInput& text_input) {
    if (active_ == &text_input) {
        tell_state();
    }
}

void InputMethod::disabled(const TextInput& text_input) {
    if (active_ == &text_input) {
        deactivate();
    }
}

void InputMethod::forget(const TextInput& text_input) {
    disabled(text_input);
    std::erase_if(text_inputs_, [&](const auto& owned) { return owned.get() == &text_input; });
}

void InputMethod::deactivate() {
    active_ = nullptr;
    if (method_ != nullptr) {
        wlr_input_method_v2_send_deactivate(method_);
        wlr_input_method_v2_send_done(method_);
    }
    place_popups();
}

void InputMethod::tell_state() {
    place_popups();
    const auto& handle = active_->handle();
    const auto& state = handle.current;
    Told now{.cause = state.text_change_cause};
    if ((handle.active_features & WLR_TEXT_INPUT_V3_FEATURE_SURROUNDING_TEXT) != 0) {
        const char* text = state.surrounding.text;
        now.surrounding.emplace(
            text != nullptr ? text : "", state.surrounding.cursor, state.surrounding.anchor
        );
    }
    if ((handle.active_features & WLR_TEXT_INPUT_V3_FEATURE_CONTENT_TYPE) != 0) {
        now.content_type.emplace(state.content_type.hint, state.content_type.purpose);
    }
    // What the method has under way when it is told something is dropped, as made for an older
    // state. A text cursor that moved, which it is not told of, must not cost letters.
    if (told_ == now) {
        return;
    }
    told_ = std::move(now);
    if (const auto& surrounding = told_->surrounding) {
        const auto& [text, cursor, anchor] = *surrounding;
        wlr_input_method_v2_send_surrounding_text(method_, text.c_str(), cursor, anchor);
    }
    wlr_input_method_v2_send_text_change_cause(method_, told_->cause);
    if (const auto& content_type = told_->content_type) {
        wlr_input_method_v2_send_content_type(method_, content_type->first, content_type->second);
    }
    wlr_input_method_v2_send_done(method_);
}

void InputMethod::on_commit() {
    if (active_ == nullptr) {
        return;
    }
    auto& to = active_->handle();
    const auto& made = method_->current;
    if (made.preedit.text != nullptr) {
        wlr_text_input_v3_send_preedit_string(
            &to, made.preedit.text, made.preedit.cursor_begin, made.preedit.cursor_end
        );
    }
    if (made.commit_text != nullptr) {
        wlr_text_input_v3_send_commit_string(&to, made.commit_text);
    }
    if (made.delete_.before_length != 0 || made.delete_.after_length != 0) {
        wlr_text_input_v3_send_delete_surrounding_text(
            &to, made.delete_.before_length, made.delete_.after_length
        );
    }
    wlr_text_input_v3_send_done(&to);
}

void InputMethod::on_grab(wlr_input_method_keyboard_grab_v2& grab) {
    grab_ = &grab;
    grab_destroy_.connect(grab.events.destroy);
    wlr_input_method_keyboard_grab_v2_set_keyboard(&grab, wlr_seat_get_keyboard(&seat_));
}

void InputMethod::on_grab_destroy() {
    grab_destroy_.disconnect();
    grab_ = nullptr;
    taken_.clear();
    // Modifiers that changed meanwhile went to the method alone.
    if (auto* keyboard = wlr_seat_get_keyboard(&seat_)) {
        wlr_seat_keyboard_notify_modifiers(&seat_, &keyboard->modifiers);
    }
}

bool InputMethod::takes_keys_of(wlr_keyboard& keyboard) const {
    if (grab_ == nullptr || suspended_) {
        return false;
    }
    // What the method types by a virtual keyboard of its own must not come back to it.
    const auto* made = wlr_input_device_get_virtual_keyboard(&keyboard.base);
    return made == nullptr ||
           wl_resource_get_client(made->resource) != wl_resource_get_client(grab_->resource);
}

bool InputMethod::take_key(wlr_keyboard& keyboard, const wlr_keyboard_key_event& event) {
    if (!takes_keys_of(keyboard)) {
        return false;
    }
    if (event.state == WL_KEYBOARD_KEY_STATE_RELEASED) {
        if (taken_.erase(event.keycode) == 0) {
            return false; // a window saw it go down
        }
    } else {
        taken_.insert(event.keycode);
    }
    wlr_input_method_keyboard_grab_v2_set_keyboard(grab_, &keyboard);
    wlr_input_method_keyboard_grab_v2_send_key(
        grab_, event.time_msec, event.keycode, static_cast<std::uint32_t>(event.state)
    );
    return true;
}

bool InputMethod::take_modifiers(wlr_keyboard& keyboard) {
    if (!takes_keys_of(keyboard)) {
        return false;
    }
    wlr_input_method_keyboard_grab_v2_set_keyboard(grab_, &keyboard);
    wlr_input_method_keyboard_grab_v2_send_modifiers(grab_, &keyboard.modifiers);
    return true;
}

void InputMethod::on_new_popup(wlr_input_popup_surface_v2& popup) {
    popups_.push_back(std::make_unique<Popup>(*this, popup));
    place_popups();
}

void InputMethod::forget(const Popup& popup) {
    std::erase_if(popups_, [&](const auto& owned) { return owned.get() == &popup; });
}

void InputMethod::place_popups() {
    const auto* surface = active_ != nullptr ? active_->handle().focused_surface : nullptr;
    const auto place = surface != nullptr ? scene_.find(*surface) : std::nullopt;
    if (!place) {
        for (const auto& popup : popups_) {
            popup->hide();
        }
        return;
    }
    const auto& handle = active_->handle();
    Box cursor{place->x, place->y, surface->current.width, surface->current.height};
    if ((handle.active_features & WLR_TEXT_INPUT_V3_FEATURE_CURSOR_RECTANGLE) != 0) {
        const auto& box = handle.current.cursor_rectangle;
        cursor = {place->x + box.x, place->y + box.y, box.width, box.height};
    }
    double x = cursor.x;
    double y = cursor.y;
    wlr_output_layout_closest_point(layout_, nullptr, x, y, &x, &y);
    wlr_box room{};
    if (auto* output = wlr_output_layout_output_at(layout_, x, y)) {
        wlr_output_layout_get_box(layout_, output, &room);
    }
    for (const auto& popup : popups_) {
        popup->show(cursor, {room.x, room.y, room.width, room.height});
    }
}

} // namespace exwm_vr::input
