// SPDX-License-Identifier: MIT
#include "passthrough/gpu/choose.hpp"

#include "base/format.hpp"

#include <algorithm>
#include <tuple>

namespace exwm_vr::gpu {
namespace {

bool is_called(const Device& device, const std::string& name) {
    return !name.empty() && (name == device.card || name == device.render || name == device.bus ||
                             "/dev/dri/" + name == device.card || "pci-" + name == device.bus ||
                             name == device.driver);
}

bool barred(const Device& device, const Wish& wish) {
    return std::ranges::contains(wish.without, device.bus);
}

std::string known(std::span<const Device> devices) {
    std::string text;
    for (const auto& device : devices) {
        for (const auto& node : {device.card, device.render}) {
            if (!node.empty()) {
                text += (text.empty() ? "" : ", ") + node;
            }
        }
    }
    return text.empty() ? "no DRM devices" : text;
}

Result<std::vector<Chosen>> asked_cards(std::span<const Device> devices, const Wish& wish) {
    std::vector<Chosen> chosen;
    for (const auto& name : wish.cards) {
        const auto* device = find_device(devices, name);
        if (device == nullptr) {
            return fail(
                "{} asks for the card {}, but there are {}", wish.cards_by, name, known(devices)
            );
        }
        if (!device->drives_outputs()) {
            return fail("{} asks for the card {}, which drives no outputs", wish.cards_by, name);
        }
        if (barred(*device, wish)) {
            continue;
        }
        if (std::ranges::find(chosen, device, &Chosen::device) == chosen.end()) {
            chosen.push_back({.device = device, .reason = wish.cards_by});
        }
    }
    if (chosen.empty()) {
        return fail("no card that {} asks for may be used", wish.cards_by);
    }
    return chosen;
}

std::string reason_for(const Device& device) {
    if (connected(device)) {
        return device.boot_display ? "outputs are connected, and it is the boot display"
                                   : "outputs are connected";
    }
    return "outputs may be connected later";
}

} // namespace

const Device* find_device(std::span<const Device> devices, const std::string& name) {
    const auto found =
        std::ranges::find_if(devices, [&](const auto& d) { return is_called(d, name); });
    return found != devices.end() ? &*found : nullptr;
}

bool connected(const Device& device) {
    return std::ranges::any_of(device.connectors, &Connector::connected);
}

bool pretends(const Device& device) {
    // Cards of vkms that were made by hand have names of their own, and the driver of all devices
    // without hardware.
    return device.driver == "vgem" || device.driver == "vkms" || device.driver == "faux_driver";
}

bool lacks_3d(const Device& device) {
    return !device.render.empty() && !device.draws_3d.value_or(true);
}

Result<std::vector<Chosen>> choose_cards(std::span<const Device> devices, const Wish& wish) {
    if (!wish.cards.empty()) {
        return asked_cards(devices, wish);
    }
    std::vector<Chosen> chosen;
    bool elsewhere = false;
    for (const auto& device : devices) {
        if (!device.drives_outputs() || pretends(device) || barred(device, wish)) {
            continue;
        }
        if (device.seat != wish.seat) {
            elsewhere = true;
            continue;
        }
        chosen.push_back({.device = &device, .reason = reason_for(device)});
    }
    if (chosen.empty()) {
        return fail(
            "no card drives outputs{}; there are {}",
            elsewhere ? " on " + wish.seat : "",
            known(devices)
        );
    }
    // The first one is the primary: what it draws, the others copy.
    std::ranges::stable_sort(chosen, std::greater{}, [](const Chosen& c) {
        return std::tuple(connected(*c.device), c.device->boot_display);
    });
    for (auto& card : std::span(chosen).subspan(1)) {
        if (!connected(*card.device)) {
            card.later = true; // a GPU without a monitor goes on sleeping
            card.reason = "opened once something is plugged in";
        }
    }
    return chosen;
}

Result<Chosen>
choose_renderer(std::span<const Device> devices, const Wish& wish, const Device* primary) {
    if (!wish.render.empty()) {
        const auto* device = find_device(devices, wish.render);
        if (device == nullptr) {
            return fail(
                "{} asks for the render node {}, but there are {}",
                wish.render_by,
                wish.render,
                known(devices)
            );
        }
        if (device->render.empty()) {
            return fail("{} asks for {}, which has no render node", wish.render_by, wish.render);
        }
        if (barred(*device, wish)) {
            return fail("{} asks for {}, which may not be used", wish.render_by, wish.render);
        }
        return Chosen{.device = device, .reason = wish.render_by};
    }
    const auto draws = [&](const Device& device) {
        return !pretends(device) && (wish.by_cpu || !lacks_3d(device));
    };
    if (primary != nullptr && !primary->render.empty() && draws(*primary)) {
        return Chosen{.device = primary, .reason = "the outputs' own GPU"};
    }
    const Device* unfit = nullptr;
    for (const auto& device : devices) {
        if (device.render.empty() || barred(device, wish)) {
            continue;
        }
        if (!draws(device)) {
            unfit = &device;
        } else if (primary != nullptr) {
            return Chosen{
                .device = &device, .reason = primary->card + " has outputs but draws nothing itself"
            };
        } else {
            return Chosen{.device = &device, .reason = "the first render node of a GPU"};
        }
    }
    if (unfit != nullptr) {
        return pretends(*unfit)
                   ? fail("{} is {}, which is no GPU", unfit->render, unfit->driver)
                   : fail("{} is {} without 3D of its host", unfit->render, unfit->driver);
    }
    return devices.empty() ? fail("there is no DRM device") : fail("no device has a render node");
}

} // namespace exwm_vr::gpu
