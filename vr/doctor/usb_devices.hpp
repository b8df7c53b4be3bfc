// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr::doctor {

/// USB devices of headsets: sensors, controllers, receivers. Their vendors are others than those
/// of the EDIDs.
struct UsbKind {
    std::uint16_t vendor = 0;
    std::uint16_t first = 0; ///< product numbers from this one …
    std::uint16_t last = 0;  ///< … to this one
    std::string_view name;
};

/// Null when it is none that is known.
[[nodiscard]] const UsbKind* find_usb_kind(std::uint32_t vendor, std::uint32_t product);

/// The first kind of a vendor, given as four hexadecimal digits; null when none of it is known.
[[nodiscard]] const UsbKind* find_usb_vendor(std::string_view vendor);

/// A device as the kernel describes it in a file uevent.
struct HidDevice {
    std::uint32_t vendor = 0;
    std::uint32_t product = 0;
    std::string name; ///< may be empty
};

/// None when the text says nothing of a HID device.
[[nodiscard]] std::optional<HidDevice> read_hid_uevent(std::string_view text);

} // namespace exwm_vr::doctor
