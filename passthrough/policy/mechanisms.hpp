// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::policy {

/// What makes the cgroups of guests, told apart by where it makes them.
enum class Starter : std::uint8_t {
    daemon, ///< LXC of root's, Incus and Proxmox: right below the top
    podman, ///< machine.slice; for another user, user.slice of that user's systemd
    scope,  ///< what a user starts in a scope of theirs: app.slice of their systemd
};

/// What there is to hold a guest to limits: of a machine, or of what a set-up uses. None of it is
/// assumed.
struct Mechanisms {
    bool partition = false;       ///< the GPU meant is a part of one: a virtual function (SR-IOV)
    bool mediated = false;        ///< likewise, which the host's driver plays
    bool cpu_max = false;         ///< cgroup v2 with the cpu controller, for guests of this user
    bool memory_max = false;      ///< likewise with the memory controller
    bool dmem_controller = false; ///< likewise for memory of devices, with any of the next
    std::set<Starter> dmem_for;   ///< whose cgroups have it
    bool dmem_region = false;     ///< which knows the memory of the GPU meant
    bool vram_quota = false;      ///< of the GPU's part, that the host may set
    bool exec_quantum = false;    ///< likewise for its time
    bool iommu = false;           ///< the GPU meant is in a group of the IOMMU
    bool render_server = false;   ///< venus runs in processes of its own
    bool max_hostmem = false;     ///< a virtual GPU without 3D counts what its pictures take
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
inline constexpr std::string_view mediated = "mediated device";

} // namespace mechanism

/// Looks the machine's own mechanisms up in @p root, "/" or a tree like it, for guests that @p user
/// starts and that the GPU at @p pci is meant for ("0000:03:00.0"; empty when it is on another bus,
/// or there is none). What cannot be read is taken as not there: nothing is promised by it. What
/// the program that runs the guest brings along, render_server and max_hostmem, is not looked for.
[[nodiscard]] Mechanisms
gather(const std::filesystem::path& root, const std::string& pci, std::uint32_t user);

/// What the dmem controller calls the memory of the GPU at @p pci: "drm/0000:03:00.0/vram0".
/// Drivers name it as they like, and some have more than one.
[[nodiscard]] std::vector<std::string>
vram_regions(const std::filesystem::path& root, const std::string& pci);

} // namespace exwm_vr::policy
