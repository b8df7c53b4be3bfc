// SPDX-License-Identifier: MIT
#include "input/keyboards.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace exwm_vr::input {
namespace {

const char* or_null(const std::string& text) {
    return text.empty() ? nullptr : text.c_str();
}

Result<XkbKeymap> make_keymap(const config::Keyboard& settings) {
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
    return keymap;
}

} // namespace

Keyboards::Keyboards(Host& host, InputMethod& input_method, wl_display* display, wlr_seat& seat)
    : host_(host)
    , input_method_(input_method)
    , seat_(seat)
    , virtual_manager_(*wlr_virtual_keyboard_manager_v1_create(display))
    , new_virtual_(*this, virtual_manager_.events.new_virtual_keyboard) {
    groups_.push_back(make_group());
}

Keyboards::~Keyboards() {
    virtual_.clear();
    groups_.clear();
}

std::unique_ptr<Keyboards::Group> Keyboards::make_group() {
    auto made = std::make_unique<Group>();
    made->group.reset(wlr_keyboard_group_create());
    if (!made->group) {
        log::panic("out of memory for the keyboard");
    }
    made->keyboard = std::make_unique<Keyboard>(
        host_, input_method_, seat_, made->group->keyboard, [](Keyboard&) {}
    );
    return made;
}

Result<void> Keyboards::configure(const config::Keyboard& settings) {
    auto& main_group = *groups_.front();
    if (main_group.keymap && main_group.settings == settings) {
        return {};
    }
    auto keymap = make_keymap(settings);
    if (!keymap) {
        return std::unexpected(keymap.error());
    }
    main_group.settings = settings;
    main_group.keymap = *std::move(keymap);
    // What one member gets, the group hands on to the others and takes itself.
    auto& first = main_group.members.empty() ? main() : *main_group.members.front();
    wlr_keyboard_set_keymap(&first, main_group.keymap.get());
    wlr_keyboard_set_repeat_info(&first, settings.repeat_rate, settings.repeat_delay);
    if (wlr_seat_get_keyboard(&seat_) == nullptr) {
        wlr_seat_set_keyboard(&seat_, &main());
    }
    return {};
}

void Keyboards::add_physical(wlr_keyboard& keyboard) {
    join(*groups_.front(), keyboard);
}

void Keyboards::remove_physical(wlr_keyboard& keyboard) {
    leave(keyboard);
}

Result<void> Keyboards::assign(wlr_keyboard& keyboard, const config::Keyboard& settings) {
    auto wanted = group_for(settings);
    auto* group = wanted ? *wanted : groups_.front().get();
    if (group != group_of(keyboard)) {
        leave(keyboard);
        join(*group, keyboard);
    }
    return wanted ? Result<void>() : std::unexpected(wanted.error());
}

Result<Keyboards::Group*> Keyboards::group_for(const config::Keyboard& settings) {
    const auto found =
        std::ranges::find_if(groups_, [&](const auto& g) { return g->settings == settings; });
    if (found != groups_.end()) {
        return found->get();
    }
    auto keymap = make_keymap(settings);
    if (!keymap) {
        return std::unexpected(keymap.error());
    }
    auto made = make_group();
    made->settings = settings;
    made->keymap = *std::move(keymap);
    wlr_keyboard_set_keymap(&made->group->keyboard, made->keymap.get());
    wlr_keyboard_set_repeat_info(
        &made->group->keyboard, settings.repeat_rate, settings.repeat_delay
    );
    return groups_.emplace_back(std::move(made)).get();
}

Keyboards::Group* Keyboards::group_of(const wlr_keyboard& keyboard) const {
    const auto found = std::ranges::find_if(groups_, [&](const auto& g) {
        return std::ranges::contains(g->members, &keyboard);
    });
    return found != groups_.end() ? found->get() : nullptr;
}

const config::Keyboard& Keyboards::settings_of(const wlr_keyboard& keyboard) const {
    const auto* group = group_of(keyboard);
    return group != nullptr ? group->settings : settings();
}

void Keyboards::join(Group& group, wlr_keyboard& keyboard) {
    wlr_keyboard_set_keymap(&keyboard, group.keymap.get());
    wlr_keyboard_set_repeat_info(
        &keyboard, group.settings.repeat_rate, group.settings.repeat_delay
    );
    if (!wlr_keyboard_group_add_keyboard(group.group.get(), &keyboard)) {
        log::error("keyboard {} could not be added to the seat", keyboard.base.name);
        return;
    }
    group.members.push_back(&keyboard);
}

void Keyboards::leave(wlr_keyboard& keyboard) {
    auto* group = group_of(keyboard);
    if (group == nullptr) {
        return;
    }
    std::erase(group->members, &keyboard);
    if (keyboard.group != nullptr) { // null: it is being destroyed, and has left by itself
        wlr_keyboard_group_remove_keyboard(group->group.get(), &keyboard);
    }
    if (!group->members.empty() || group == groups_.front().get()) {
        return;
    }
    const bool in_use = wlr_seat_get_keyboard(&seat_) == &group->group->keyboard;
    std::erase_if(groups_, [&](const auto& owned) { return owned.get() == group; });
    if (in_use) {
        wlr_seat_set_keyboard(&seat_, &main());
    }
}

const Keyboard* Keyboards::find(const wlr_keyboard* handle) const {
    const auto same = [&](const Keyboard& keyboard) { return &keyboard.handle() == handle; };
    const auto group =
        std::ranges::find_if(groups_, [&](const auto& g) { return same(*g->keyboard); });
    if (group != groups_.end()) {
        return (*group)->keyboard.get();
    }
    const auto found = std::ranges::find_if(virtual_, [&](const auto& k) { return same(*k); });
    return found != virtual_.end() ? found->get() : nullptr;
}

void Keyboards::on_new_virtual(wlr_virtual_keyboard_v1& keyboard) {
    if (keyboard.seat != &seat_) {
        return; // see TransientSeats
    }
    virtual_.push_back(
        std::make_unique<Keyboard>(
            host_, input_method_, seat_, keyboard.keyboard, [this](Keyboard& gone) {
                const bool in_use = wlr_seat_get_keyboard(&seat_) == &gone.handle();
                std::erase_if(virtual_, [&](const auto& owned) { return owned.get() == &gone; });
                if (in_use) {
                    wlr_seat_set_keyboard(&seat_, &main());
                }
            }
        )
    );
}

} // namespace exwm_vr::input
