// SPDX-License-Identifier: MIT
// Feeds text to all readers of files that `exwm-vrctl doctor` looks at.
#include "base/log.hpp"
#include "vr/doctor/manifest.hpp"
#include "vr/doctor/rights.hpp"
#include "vr/doctor/usb_devices.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace exwm_vr;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto manifest = doctor::read_manifest(text);
    if (manifest ? manifest->library.empty() : manifest.error().message.empty()) {
        log::panic("a manifest without a library, or an error without a message");
    }
    for (const auto& rule : doctor::read_udev_rules(text)) {
        if (rule.empty()) {
            log::panic("a rule without parts");
        }
        const auto about = doctor::about_headsets(rule, "/etc/udev/rules.d/50-a.rules");
        if (about && !about->seat && !about->world) {
            log::panic("a rule that does nothing that matters");
        }
    }
    if (const auto device = doctor::read_hid_uevent(text)) {
        static_cast<void>(doctor::find_usb_kind(device->vendor, device->product));
    }
    return 0;
}
