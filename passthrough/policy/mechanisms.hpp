// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace exwm_vr::policy {

/// What this machine can give a guest of the GPU that is meant for it.
struct Offers {
    bool gpu = false;       ///< one that renders; without, all drawing is done by processors
    bool partition = false; ///< it is a part of a GPU of its own: a virtual function (SR-IOV)
    // By QEMU and virglrenderer, to virtual machines:
    bool virgl = false;
    bool venus = false;
    bool native_context = false;

    friend bool operator==(const Offers&, const Offers&) = default;
};

/// What this machine has to hold guests to limits. None of it is assumed.
struct Mechanisms {
    Offers offers;
    bool cpu_max = false;         ///< cgroup v2 with the cpu controller, for guests of this user
    bool memory_max = false;      ///< likewise with the memory controller
    bool dmem_controller = false; ///< likewise for memory of devices
    bool dmem_region = false;     ///< which knows the memory of the GPU meant
    bool vram_quota = false;      ///< of the GPU's part, that the host may set
    bool exec_quantum = false;    ///< likewise for its time
    bool iommu = false;           ///< the GPU meant is in a group of the IOMMU
    bool render_server = false;   ///< venus runs in processes of its own
    unsigned processors = 1;      ///< that are online

    friend bool operator==(const Mechanisms&, const Mechanisms&) = default;
};

/// What limits are held by, as Limit::mechanism has it.
namespace mechanism {

inline constexpr std::string_view no_gpu = "no GPU device";
inline constexpr std::string_view given_nodes = "the nodes that it is given";
inline constexpr std::string_view virtual_device = "virtual GPU";
inline constexpr std::string_view virtual_2d = "virtio-gpu without 3D";
inline constexpr std::string_view max_hostmem = "virtio-gpu max_hostmem";
inline constexpr std::string_view virtual_gl = "virtio-gpu with virgl";
inline constexpr std::string_view contexts = "contexts of the kernel's driver";
inline constexpr std::string_view render_server = "venus render server";
inline constexpr std::string_view machine_size = "size of the virtual machine";
inline constexpr std::string_view cpu_max = "cgroup cpu.max";
inline constexpr std::string_view memory_max = "cgroup memory.max";
inline constexpr std::string_view dmem_max = "cgroup dmem.max";
inline constexpr std::string_view vram_quota = "SR-IOV vram_quota";
inline constexpr std::string_view exec_quantum = "SR-IOV exec_quantum_ms";
inline constexpr std::string_view iommu = "IOMMU";

} // namespace mechanism

/// Whether @p machine has the mechanism of that name, in @p machine's offers or beside them.
[[nodiscard]] bool available(const Mechanisms& machine, std::string_view mechanism);

/// The GPU that is meant for a guest.
struct MeantGpu {
    std::string pci; ///< "0000:03:00.0"; empty when it is on another bus, or none
    Offers offers;   ///< all but partition, which is looked up
};

/// Looks the machine's mechanisms up in @p root, "/" or a tree like it, for guests that @p user
/// starts. What cannot be read is taken as not there: nothing is promised by it.
[[nodiscard]] Mechanisms
gather(const std::filesystem::path& root, const MeantGpu& gpu, std::uint32_t user);

} // namespace exwm_vr::policy
