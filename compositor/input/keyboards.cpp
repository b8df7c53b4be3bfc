// SPDX-License-Identifier: MIT
#include "input/keyboards.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace exwm_vr::input {
namespace {

const char* or_null(const std::string& text) {
    return text.empty() ? nullptr : text.c_str();
}

} // namespace

Keyboards::Keyboards(Host& host, wl_display* display, wlr_seat& seat)
    : host_(host)
    , seat_(seat)
    , group_(wlr_keyboard_group_create())
    , new_virtual_(
          *this, wlr_virtual_keyboard_manager_v1_create(display)->events.new_virtual_keyboard
      ) {
    if (!group_) {
        log::panic("out of memory for the keyboard");
    }
    physical_ = std::make_unique<Keyboard>(host_, seat_, group_->keyboard, [](Keyboard&) {});
}

Keyboards::~Keyboards() {
    virtual_.clear();
    physical_.reset();
}

Result<void> Keyboards::configure(const config::Keyboard& settings) {
    const XkbContext context(xkb_context_new(XKB_CONTEXT_NO_FLAGS));
    const xkb_rule_names names{
        .rules = or_null(settings.rules),
        .model = or_null(settings.model),
        .layout = or_null(settings.layout),
        .variant = or_null(settings.variant),
        .options = or_null(settings.options),
    };
    XkbKeymap keymap(
        context ? xkb_keymap_new_from_names(context.get(), &names, XKB_KEYMAP_COMPILE_NO_FLAGS)
                : nullptr
    );
    if (!keymap) {
        return fail(
            "no keymap for rules '{}', model '{}', layout '{}', variant '{}', options '{}'",
            settings.rules,
            settings.model,
            settings.layout,
            settings.variant,
            settings.options
        );
    }
    settings_ = settings;
    keymap_ = std::move(keymap);
    // Members of a group must have its keymap: they get it first, then the group.
    wlr_keyboard_set_keymap(&group_->keyboard, keymap_.get());
    wlr_keyboard_set_repeat_info(&group_->keyboard, settings.repeat_rate, settings.repeat_delay);
    wlr_seat_set_keyboard(&seat_, &group_->keyboard);
    return {};
}

void Keyboards::add_physical(wlr_keyboard& keyboard) {
    wlr_keyboard_set_keymap(&keyboard, keymap_.get());
    wlr_keyboard_set_repeat_info(&keyboard, settings_.repeat_rate, settings_.repeat_delay);
    if (!wlr_keyboard_group_add_keyboard(group_.get(), &keyboard)) {
        log::error("keyboard {} could not be added to the seat", keyboard.base.name);
    }
}

const Keyboard* Keyboards::find(const wlr_keyboard* handle) const {
    if (handle == &physical_->handle()) {
        return physical_.get();
    }
    const auto found =
        std::ranges::find_if(virtual_, [&](const auto& k) { return &k->handle() == handle; });
    return found != virtual_.end() ? found->get() : nullptr;
}

void Keyboards::on_new_virtual(wlr_virtual_keyboard_v1& keyboard) {
    virtual_.push_back(
        std::make_unique<Keyboard>(host_, seat_, keyboard.keyboard, [this](Keyboard& gone) {
            const bool in_use = wlr_seat_get_keyboard(&seat_) == &gone.handle();
            std::erase_if(virtual_, [&](const auto& owned) { return owned.get() == &gone; });
            if (in_use) {
                wlr_seat_set_keyboard(&seat_, &group_->keyboard);
            }
        })
    );
}

} // namespace exwm_vr::input
