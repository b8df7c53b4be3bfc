// SPDX-License-Identifier: MIT
// Data only. Headsets that the Linux kernel takes for such by their numbers, and some that patches
// sent to its list dri-devel would have it take for such (Vive Pro 2, Pimax, XREAL); newer ones say
// what they are in their EDID, and need no row. Panels are as their makers publish them.
#include "vr/headset/known.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::headset {
namespace {

constexpr Panel panel(int width, int height, int hz) {
    return {.size = {width, height}, .refresh_mhz = hz * 1000};
}

constexpr std::array table = std::to_array<Known>({
    {.vendor = "ACR",
     .first = 0x7FCE,
     .last = 0x7FCE,
     .name = "Acer Windows Mixed Reality",
     .panel = panel(2880, 1440, 90)},
    {.vendor = "AUO",
     .first = 0x1111,
     .last = 0x1111,
     .name = "OSVR HDK2",
     .panel = panel(2160, 1200, 90)},
    {.vendor = "AUS",
     .first = 0xC102,
     .last = 0xC102,
     .name = "Asus Windows Mixed Reality",
     .panel = panel(2880, 1440, 90)},
    {.vendor = "DEL",
     .first = 0x7FCE,
     .last = 0x7FCE,
     .name = "Dell Visor",
     .panel = panel(2880, 1440, 90)},
    {.vendor = "FUJ",
     .first = 0x1970,
     .last = 0x1970,
     .name = "Fujitsu Windows Mixed Reality",
     .panel = panel(2880, 1440, 90)},
    {.vendor = "HVR",
     .first = 0xAA01,
     .last = 0xAA01,
     .name = "HTC Vive",
     .panel = panel(2160, 1200, 90)},
    {.vendor = "HVR",
     .first = 0xAA02,
     .last = 0xAA02,
     .name = "HTC Vive Pro",
     .panel = panel(2880, 1600, 90)},
    {.vendor = "HVR",
     .first = 0xAA04,
     .last = 0xAA04,
     .name = "HTC Vive Pro 2",
     .panel = panel(4896, 2448, 120)},
    {.vendor = "LEN",
     .first = 0x0408,
     .last = 0x0408,
     .name = "Lenovo Explorer",
     .panel = panel(2880, 1440, 90)},
    // Glasses that show a monitor's picture in the air.
    {.vendor = "MRG", .first = 0x3132, .last = 0x3132, .name = "XREAL Air", .monitor = true},
    {.vendor = "MRG", .first = 0x3135, .last = 0x3135, .name = "XREAL Air", .monitor = true},
    {.vendor = "OVR",
     .first = 0x0001,
     .last = 0x0001,
     .name = "Oculus Rift DK1",
     .panel = panel(1280, 800, 60)},
    {.vendor = "OVR",
     .first = 0x0003,
     .last = 0x0003,
     .name = "Oculus Rift DK2",
     .panel = panel(1920, 1080, 75)},
    {.vendor = "OVR",
     .first = 0x0004,
     .last = 0x0004,
     .name = "Oculus Rift CV1",
     .panel = panel(2160, 1200, 90)},
    {.vendor = "OVR",
     .first = 0x0012,
     .last = 0x0012,
     .name = "Oculus Rift S",
     .panel = panel(2560, 1440, 80)},
    {.vendor = "PVR", .first = 0x1019, .last = 0x101B, .name = "Pimax"},
    {.vendor = "SEC",
     .first = 0x144A,
     .last = 0x144A,
     .name = "Samsung Odyssey",
     .panel = panel(2880, 1600, 90)},
    {.vendor = "SEN", .first = 0x1019, .last = 0x1019, .name = "Sensics"},
    {.vendor = "SNY",
     .first = 0x0704,
     .last = 0x0704,
     .name = "PlayStation VR",
     .panel = panel(1920, 1080, 120)},
    {.vendor = "SVR", .first = 0x1019, .last = 0x1019, .name = "OSVR HDK"},
    {.vendor = "VLV",
     .first = 0x91A8,
     .last = 0x91A8,
     .name = "Valve Index",
     .panel = panel(2880, 1600, 144)},
    {.vendor = "VLV",
     .first = 0x91B0,
     .last = 0x91BF,
     .name = "Valve Index",
     .panel = panel(2880, 1600, 144)},
});

} // namespace

std::span<const Known> known_headsets() {
    return table;
}

const Known* find_known(std::string_view vendor, std::uint16_t product) {
    const auto* const found = std::ranges::find_if(table, [&](const Known& known) {
        return known.vendor == vendor && known.first <= product && product <= known.last;
    });
    return found != table.end() ? found : nullptr;
}

} // namespace exwm_vr::headset
