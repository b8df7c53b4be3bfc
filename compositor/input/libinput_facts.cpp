// SPDX-License-Identifier: MIT
#include "input/libinput_facts.hpp"

#include "wlr/handles.hpp"

#include <libinput.h>

#include <libudev.h>

#include <array>
#include <utility>

namespace exwm_vr::input {
namespace {

using config::InputType;

bool has_property(udev_device* device, const char* name) {
    const char* value = device != nullptr ? udev_device_get_property_value(device, name) : nullptr;
    return value != nullptr && std::string_view(value) == "1";
}

InputType pointer_type(libinput_device& device) {
    const Handle<udev_device, udev_device_unref> udev(libinput_device_get_udev_device(&device));
    if (has_property(udev.get(), "ID_INPUT_TOUCHPAD")) {
        return InputType::touchpad;
    }
    if (has_property(udev.get(), "ID_INPUT_POINTINGSTICK")) {
        return InputType::trackpoint;
    }
    if (has_property(udev.get(), "ID_INPUT_TRACKBALL")) {
        return InputType::trackball;
    }
    return InputType::pointer;
}

} // namespace

config::InputFacts describe(libinput_device& device) {
    config::InputFacts facts{
        .name = libinput_device_get_name(&device),
        .types = {},
        .vendor = libinput_device_get_id_vendor(&device),
        .product = libinput_device_get_id_product(&device),
    };
    constexpr std::array<std::pair<libinput_device_capability, InputType>, 5> plain{{
        {LIBINPUT_DEVICE_CAP_KEYBOARD, InputType::keyboard},
        {LIBINPUT_DEVICE_CAP_TOUCH, InputType::touch},
        {LIBINPUT_DEVICE_CAP_TABLET_TOOL, InputType::tablet},
        {LIBINPUT_DEVICE_CAP_TABLET_PAD, InputType::tablet_pad},
        {LIBINPUT_DEVICE_CAP_SWITCH, InputType::toggle},
    }};
    for (const auto& [capability, type] : plain) {
        if (libinput_device_has_capability(&device, capability) != 0) {
            facts.types.insert(type);
        }
    }
    if (libinput_device_has_capability(&device, LIBINPUT_DEVICE_CAP_POINTER) != 0) {
        facts.types.insert(pointer_type(device));
    }
    return facts;
}

} // namespace exwm_vr::input
