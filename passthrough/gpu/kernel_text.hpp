// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the kernel writes into files of sysfs, procfs and control groups, read from their text.
namespace exwm_vr::gpu {

/// Words between blanks, line breaks or NULs.
[[nodiscard]] std::vector<std::string> words_in(std::string_view text);

/// "226:128" of a "dev" file.
struct DeviceNumber {
    unsigned major = 0;
    unsigned minor = 0;

    friend bool operator==(const DeviceNumber&, const DeviceNumber&) = default;
};

[[nodiscard]] std::optional<DeviceNumber> device_number_in(std::string_view text);

/// Bytes of the regions "vram…" of the PCI device @p address, summed, in the text of
/// dmem.capacity: "drm/0000:03:00.0/vram0 17163091968".
[[nodiscard]] std::optional<std::uint64_t>
vram_capacity_in(std::string_view text, std::string_view address);

/// The number behind @p key in a file with a "key number" each line, as of KFD's properties.
[[nodiscard]] std::optional<std::uint64_t> property_in(std::string_view text, std::string_view key);

/// What stands behind @p key and a colon, as in /proc/driver/nvidia: "Model:   NVIDIA H100".
[[nodiscard]] std::string field_in(std::string_view text, std::string_view key);

/// "580.126.09" of the first line of /proc/driver/nvidia/version, whichever flavour wrote it.
[[nodiscard]] std::string nvidia_version_in(std::string_view text);

/// Bytes of the largest region of a PCI device in the text of its "resource": first and last
/// address and flags, a line each.
[[nodiscard]] std::uint64_t largest_region_in(std::string_view text);

/// "0000:01:00.0".
[[nodiscard]] bool is_pci_address(std::string_view text);

} // namespace exwm_vr::gpu
