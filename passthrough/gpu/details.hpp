// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/device.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::gpu {

/// A value and where it is from: a path, or a path and the field in it. What is not known is not
/// there; nothing is made up.
template <typename T>
struct Sourced {
    T value{};
    std::string source; ///< "/sys/…/mem_info_vram_total"

    friend bool operator==(const Sourced&, const Sourced&) = default;
};

template <typename T>
using Known = std::optional<Sourced<T>>;

enum class Vendor : std::uint8_t {
    unknown,
    amd,
    intel,
    nvidia,
    adreno,   ///< Qualcomm
    mali,     ///< Arm
    broadcom, ///< VideoCore of the Raspberry Pi
    apple,
    virtio,    ///< of a virtual machine that shares its host's GPU
    emulated,  ///< a display that a virtual machine plays: bochs, qxl, vmwgfx and others
    pretended, ///< no device at all: vgem, vkms, the firmware's frame buffer
    other,     ///< known, and none of these
};

[[nodiscard]] std::string_view to_string(Vendor vendor);

/// What a device is for. On some chips one device has the outputs and another draws.
enum class Role : std::uint8_t { none, display, renderer, both };

[[nodiscard]] std::string_view to_string(Role role);

struct PciIdentity {
    std::string address; ///< "0000:01:00.0"
    std::uint16_t vendor = 0;
    std::uint16_t device = 0;
    std::uint16_t subsystem_vendor = 0;
    std::uint16_t subsystem_device = 0;
    std::uint32_t device_class = 0; ///< 0x030000
    std::uint8_t revision = 0;
    bool boot_vga = false; ///< the firmware showed its messages there

    friend bool operator==(const PciIdentity&, const PciIdentity&) = default;
};

/// A file below /dev.
struct NodeFile {
    std::string path;    ///< "/dev/dri/renderD128"
    std::string by_path; ///< the name that does not change at the next start; empty: none
    unsigned major = 0;
    unsigned minor = 0;
    bool present = false; ///< false: the kernel has the device, this /dev has not
    // Only when present.
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint32_t mode = 0; ///< permission bits

    friend bool operator==(const NodeFile&, const NodeFile&) = default;
};

/// A PCI device in an IOMMU group.
struct GroupMember {
    std::string address;            ///< "0000:01:00.1"
    std::uint32_t device_class = 0; ///< 0x040300
    std::uint16_t vendor = 0;
    std::uint16_t device = 0;
    std::string driver; ///< empty: bound to none

    /// Bridges stay with the host and need no other driver.
    [[nodiscard]] bool is_bridge() const { return device_class >> 8U == 0x0604; }

    friend bool operator==(const GroupMember&, const GroupMember&) = default;
};

/// What can only be given away together.
struct IommuGroup {
    unsigned number = 0;
    std::string type;                 ///< "DMA-FQ", "identity"; empty when the kernel does not say
    std::vector<GroupMember> members; ///< all, the GPU too, by address

    friend bool operator==(const IommuGroup&, const IommuGroup&) = default;
};

/// SR-IOV: a device that can be split by its hardware.
struct VirtualFunctions {
    std::optional<unsigned> total;      ///< as a physical function: how many there can be
    std::optional<unsigned> active;     ///< how many there are
    std::vector<std::string> functions; ///< their addresses
    std::string physical; ///< as a virtual function: the address of whose it is; else empty

    friend bool operator==(const VirtualFunctions&, const VirtualFunctions&) = default;
};

/// A kind of part that the driver makes on demand (GVT-g, vGPU).
struct MediatedType {
    std::string id;   ///< "i915-GVTg_V5_4"
    std::string name; ///< empty: none
    std::string api;  ///< "vfio-pci"
    std::string description;
    std::optional<unsigned> available; ///< how many more can be made

    friend bool operator==(const MediatedType&, const MediatedType&) = default;
};

/// A part of an NVIDIA GPU (MIG), as its driver lists it.
struct Partition {
    std::string name;       ///< "gi7/ci0"
    std::string capability; ///< the file that says which node opens it

    friend bool operator==(const Partition&, const Partition&) = default;
};

struct PciLink {
    std::string speed; ///< "16.0 GT/s PCIe"
    unsigned width = 0;
    std::string max_speed;
    unsigned max_width = 0;

    friend bool operator==(const PciLink&, const PciLink&) = default;
};

/// A reading of hwmon.
struct Reading {
    std::string name; ///< "edge", "junction", "PPT"; the file's own where it has no label
    double value = 0; ///< degrees Celsius or watts

    friend bool operator==(const Reading&, const Reading&) = default;
};

/// What is known of a GPU besides what gpu::Device has, from sysfs and procfs; nothing was opened
/// or woken for it.
struct Details {
    std::string sysfs; ///< its folder: "/sys/devices/pci0000:00/0000:00:02.0"
    Known<Vendor> vendor;
    Known<Role> role;
    /// Where another device draws for this display controller, or has the outputs for this
    /// renderer: their buses. Empty elsewhere.
    std::vector<std::string> partners;
    Known<std::string> model; ///< the driver's or device tree's name for it
    std::optional<PciIdentity> pci;
    std::vector<std::string> compatible; ///< of the device tree
    std::vector<NodeFile> nodes;         ///< card, render node, accel

    Known<std::uint64_t> vram_total; ///< bytes
    Known<std::uint64_t> vram_used;  ///< bytes
    Known<bool> shares_memory;       ///< it draws in the machine's own memory
    Known<unsigned> compute_units;   ///< as its vendor counts them
    Known<std::string> uuid;         ///< NVIDIA's, by which containers name it

    std::optional<Sourced<IommuGroup>> iommu_group;
    Known<std::vector<std::string>> reset_methods; ///< "flr", "bus"; absent: cannot be reset
    std::optional<Sourced<VirtualFunctions>> virtual_functions;
    std::vector<MediatedType> mediated_types;
    std::vector<Partition> partitions;

    Known<std::string> power_state; ///< "active", "suspended"
    Known<std::vector<Reading>> temperatures;
    Known<std::vector<Reading>> powers;
    Known<int> numa_node;
    Known<PciLink> link;
    Known<std::string> driver_version; ///< the kernel module's

    /// What could not be read, and why: "/sys/…: permission denied".
    std::vector<std::string> unread;
};

/// A GPU, with or without DRM nodes.
struct Gpu {
    Device device;
    Details details;
};

} // namespace exwm_vr::gpu
