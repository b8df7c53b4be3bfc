// SPDX-License-Identifier: MIT
#include "input/devices.hpp"

#include "base/log.hpp"
#include "input/libinput_facts.hpp"
#include "input/libinput_settings.hpp"
#include "wlr/output_names.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::input {
namespace {

using config::InputType;

constexpr std::array keyboard_keys = std::to_array<std::string_view>(
    {"rules", "model", "layout", "variant", "options", "repeat_rate", "repeat_delay"}
);

/// Types of which wlroots makes pointers.
constexpr std::array pointer_types{
    InputType::pointer, InputType::touchpad, InputType::trackpoint, InputType::trackball
};

bool has_any(const config::InputFacts& facts, std::span<const InputType> types) {
    return std::ranges::any_of(types, [&](InputType type) { return facts.types.contains(type); });
}

/// Whether a setting is one for devices of this kind; those that libinput decides on always are,
/// if it has the device at all.
bool is_for(std::string_view key, const config::InputFacts& facts, bool native) {
    if (std::ranges::contains(keyboard_keys, key)) {
        return facts.types.contains(InputType::keyboard);
    }
    const bool pointer = has_any(facts, pointer_types);
    if (key == "scroll_factor") {
        return pointer;
    }
    if (key == "output") {
        return pointer || has_any(facts, std::array{InputType::touch, InputType::tablet});
    }
    return native;
}

/// Of a device that only wlroots knows, as in a nested session.
config::InputFacts plain_facts(const wlr_input_device& handle) {
    constexpr std::array types{
        InputType::keyboard,
        InputType::pointer,
        InputType::touch,
        InputType::tablet,
        InputType::tablet_pad,
        InputType::toggle,
    };
    return {
        .name = handle.name != nullptr ? handle.name : "",
        .types = {types.at(static_cast<std::size_t>(handle.type))},
    };
}

/// The output that udev's rules say a device belongs to.
const char* own_output(wlr_input_device& handle) {
    switch (handle.type) {
    case WLR_INPUT_DEVICE_POINTER:
        return wlr_pointer_from_input_device(&handle)->output_name;
    case WLR_INPUT_DEVICE_TOUCH:
        return wlr_touch_from_input_device(&handle)->output_name;
    default:
        return nullptr;
    }
}

bool has_place(const wlr_input_device& handle) {
    return handle.type == WLR_INPUT_DEVICE_POINTER || handle.type == WLR_INPUT_DEVICE_TOUCH ||
           handle.type == WLR_INPUT_DEVICE_TABLET;
}

} // namespace

class Devices::Device {
public:
    Device(Devices& owner, wlr_input_device& handle)
        : handle(handle)
        , native(
              wlr_input_device_is_libinput(&handle) ? wlr_libinput_get_device_handle(&handle)
                                                    : nullptr
          )
        , facts(native != nullptr ? input::describe(*native) : plain_facts(handle))
        , owner_(owner)
        , destroy_(*this, handle.events.destroy) {}

    wlr_input_device& handle;
    libinput_device* native; ///< null when it is not libinput's
    config::InputFacts facts;
    std::uint32_t id = 0;
    config::WantedInput wanted;

private:
    void on_destroy() {
        owner_.forget(*this); // deletes this
    }

    Devices& owner_;
    Listener<&Device::on_destroy> destroy_;
};

Devices::Devices(Keyboards& keyboards, Pointer& pointer, wlr_output_layout& layout)
    : keyboards_(keyboards)
    , pointer_(pointer)
    , layout_(layout)
    , layout_change_(*this, layout.events.change) {}

Devices::~Devices() = default;

void Devices::add(wlr_input_device& handle) {
    auto& device = *devices_.emplace_back(std::make_unique<Device>(*this, handle));
    const auto sibling = std::ranges::find_if(devices_, [&](const auto& other) {
        return other.get() != &device && device.native != nullptr && other->native == device.native;
    });
    device.id = sibling != devices_.end() ? (*sibling)->id : next_id_++;
    apply_rules(device);
    map_all(); // another touch screen: neither is the only one
    log::debug("input device {}: {}", device.facts.name, config::hardware_id(device.facts));
    if (sibling == devices_.end() && events_.added) {
        events_.added(describe(device));
    }
}

void Devices::configure(std::vector<config::InputRule> rules, std::vector<std::string> panels) {
    rules_ = std::move(rules);
    panels_ = std::move(panels);
    for (const auto& device : devices_) {
        apply_rules(*device);
    }
}

void Devices::apply_rules(Device& device) {
    device.wanted = config::merge_input_rules(rules_, device.facts);
    const auto& settings = device.wanted.settings;
    std::vector<std::string_view> refused;
    if (device.native != nullptr) {
        refused = apply(*device.native, settings);
    }
    config::for_each_input_setting([&](std::string_view key, auto member) {
        if (settings.*member && !is_for(key, device.facts, device.native != nullptr)) {
            refused.push_back(key);
        }
    });
    warn(device, refused);
    if (device.handle.type == WLR_INPUT_DEVICE_KEYBOARD) {
        const auto assigned = keyboards_.assign(
            *wlr_keyboard_from_input_device(&device.handle),
            config::keyboard_for(keyboards_.settings(), settings)
        );
        if (!assigned) {
            log::warn("input device {}: {}", device.facts.name, assigned.error().message);
        }
    }
    if (device.handle.type == WLR_INPUT_DEVICE_POINTER) {
        pointer_.set_scroll_factor(device.handle, settings.scroll_factor.value_or(1));
    }
    map(device);
}

void Devices::warn(const Device& device, std::span<const std::string_view> refused) {
    for (const auto key : refused) {
        if (device.wanted.meant.contains(key) &&
            warned_.emplace(device.facts.name, std::string(key)).second) {
            log::warn("input device {}: {}: the device cannot be set so", device.facts.name, key);
        }
    }
}

wlr_output* Devices::find_output(const std::string& name) const {
    wlr_output_layout_output* place = nullptr;
    wl_list_for_each(place, &layout_.outputs, link) {
        if (means(name, names_of(*place->output))) {
            return place->output;
        }
    }
    return nullptr;
}

wlr_output* Devices::built_in_output() const {
    wlr_output_layout_output* place = nullptr;
    wl_list_for_each(place, &layout_.outputs, link) {
        const auto is_named = [&](const std::string& glob) {
            return config::matches_glob(glob, place->output->name);
        };
        if (std::ranges::any_of(panels_, is_named)) {
            return place->output;
        }
    }
    return nullptr;
}

bool Devices::is_only_touch_screen(const Device& device) const {
    return device.handle.type == WLR_INPUT_DEVICE_TOUCH &&
           std::ranges::count(devices_, WLR_INPUT_DEVICE_TOUCH, [](const auto& other) {
               return other->handle.type;
           }) == 1;
}

wlr_output* Devices::output_of(const Device& device) const {
    const char* own = own_output(device.handle);
    const auto name = device.wanted.settings.output.value_or(own != nullptr ? own : "");
    if (!name.empty()) {
        return find_output(name);
    }
    return is_only_touch_screen(device) ? built_in_output() : nullptr;
}

void Devices::map(const Device& device) const {
    if (has_place(device.handle)) {
        // Null for an output that is off: an area of no size would be of no use.
        wlr_cursor_map_input_to_output(pointer_.cursor(), &device.handle, output_of(device));
    }
}

void Devices::on_layout_change() {
    // Also when an output goes: wlroots would keep on using it.
    map_all();
}

void Devices::map_all() const {
    for (const auto& device : devices_) {
        map(*device);
    }
}

config::InputState Devices::describe(const Device& device) const {
    config::InputState state{.id = device.id, .facts = device.facts};
    if (device.native != nullptr) {
        state.settings = read_settings(*device.native);
    }
    for (const auto& other : devices_) {
        if (other->id != device.id) {
            continue;
        }
        if (other->handle.type == WLR_INPUT_DEVICE_KEYBOARD) {
            const auto keyboard =
                keyboards_.settings_of(*wlr_keyboard_from_input_device(&other->handle));
            state.settings.push_back({"layout", keyboard.layout});
            state.settings.push_back({"variant", keyboard.variant});
            state.settings.push_back({"options", keyboard.options});
            state.settings.push_back({"repeat_rate", keyboard.repeat_rate});
            state.settings.push_back({"repeat_delay", keyboard.repeat_delay});
        }
        if (other->handle.type == WLR_INPUT_DEVICE_POINTER) {
            state.settings.push_back({"scroll_factor", pointer_.scroll_factor(other->handle)});
        }
        if (!has_place(other->handle)) {
            continue;
        }
        if (const auto* output = output_of(*other)) {
            state.output = other->wanted.settings.output.value_or(output->name);
        }
    }
    return state;
}

std::vector<config::InputState> Devices::all() const {
    std::vector<config::InputState> states;
    for (const auto& device : devices_) {
        if (std::ranges::find(states, device->id, &config::InputState::id) == states.end()) {
            states.push_back(describe(*device));
        }
    }
    return states;
}

void Devices::forget(const Device& device) {
    if (device.handle.type == WLR_INPUT_DEVICE_KEYBOARD) {
        keyboards_.remove_physical(*wlr_keyboard_from_input_device(&device.handle));
    }
    if (device.handle.type == WLR_INPUT_DEVICE_POINTER) {
        pointer_.set_scroll_factor(device.handle, 1);
    }
    const auto id = device.id;
    const auto name = device.facts.name;
    std::erase_if(devices_, [&](const auto& owned) { return owned.get() == &device; });
    map_all();
    const bool gone = std::ranges::none_of(devices_, [&](const auto& d) { return d->id == id; });
    if (gone && events_.removed) {
        events_.removed(id, name);
    }
}

} // namespace exwm_vr::input
