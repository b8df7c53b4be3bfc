// SPDX-License-Identifier: MIT
#include "vr/doctor/usb_devices.hpp"

#include "vr/doctor/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

namespace exwm_vr::doctor {

namespace {

// Where a vendor makes other things too, only numbers of headsets.
constexpr std::array<UsbKind, 11> kinds{{
    {.vendor = 0x28de, .first = 0x2000, .last = 0x2fff, .name = "Valve tracking device"},
    {.vendor = 0x0bb4, .first = 0x2c87, .last = 0x2c87, .name = "HTC Vive"},
    {.vendor = 0x0bb4, .first = 0x0309, .last = 0x0309, .name = "HTC Vive Pro"},
    {.vendor = 0x2833, .first = 0x0000, .last = 0xffff, .name = "Oculus device"},
    {.vendor = 0x054c, .first = 0x09af, .last = 0x09af, .name = "PlayStation VR"},
    {.vendor = 0x045e, .first = 0x0659, .last = 0x0659, .name = "Windows Mixed Reality headset"},
    {.vendor = 0x03f0, .first = 0x0580, .last = 0x0580, .name = "HP Reverb G2"},
    {.vendor = 0x03f0, .first = 0x0c6a, .last = 0x0c6a, .name = "HP Reverb"},
    {.vendor = 0x17ef, .first = 0xb801, .last = 0xb801, .name = "Lenovo Explorer"},
    {.vendor = 0x35bd, .first = 0x0000, .last = 0xffff, .name = "Bigscreen Beyond"},
    {.vendor = 0x3318, .first = 0x0000, .last = 0xffff, .name = "XREAL glasses"},
}};

std::optional<std::uint32_t> hexadecimal(std::string_view text) {
    std::uint32_t value = 0;
    const char* const end = std::to_address(text.end());
    constexpr int base = 16;
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, value, base);
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

/// "0003:000028DE:00002101": bus, vendor, product.
std::optional<HidDevice> read_hid_id(std::string_view text) {
    const auto first = text.find(':');
    const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    const auto vendor = hexadecimal(text.substr(first + 1, second - first - 1));
    const auto product = hexadecimal(text.substr(second + 1));
    if (!vendor || !product) {
        return std::nullopt;
    }
    return HidDevice{.vendor = *vendor, .product = *product, .name = {}};
}

} // namespace

const UsbKind* find_usb_kind(std::uint32_t vendor, std::uint32_t product) {
    const auto* const found = std::ranges::find_if(kinds, [&](const UsbKind& kind) {
        return kind.vendor == vendor && product >= kind.first && product <= kind.last;
    });
    return found != kinds.end() ? found : nullptr;
}

const UsbKind* find_usb_vendor(std::string_view vendor) {
    constexpr std::size_t digits = 4;
    const auto number = vendor.size() == digits ? hexadecimal(vendor) : std::nullopt;
    const auto* const found = std::ranges::find_if(kinds, [&](const UsbKind& kind) {
        return number && kind.vendor == *number;
    });
    return found != kinds.end() ? found : nullptr;
}

std::optional<HidDevice> read_hid_uevent(std::string_view text) {
    std::optional<HidDevice> device;
    std::string name;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        constexpr std::string_view id = "HID_ID=";
        constexpr std::string_view called = "HID_NAME=";
        if (line.starts_with(id)) {
            device = read_hid_id(trimmed(line.substr(id.size())));
        } else if (line.starts_with(called)) {
            name = line.substr(called.size());
        }
    }
    if (device) {
        device->name = std::move(name);
    }
    return device;
}

} // namespace exwm_vr::doctor
