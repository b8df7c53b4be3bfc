// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/gpu/details.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::gpu {

/// A device of EGL, and GLES on it.
struct EglDevice {
    std::string card;   ///< number of the node with outputs, "226:0"; empty: none
    std::string render; ///< of the render node, "226:128"; empty: none
    bool software = false;
    std::string vendor;
    std::string version; ///< EGL's
    std::string driver;  ///< "radeonsi"; empty when it does not say
    std::string gles;    ///< "OpenGL ES 3.2 Mesa 26.1.6"; empty: there is none
    std::string renderer;
    unsigned largest_texture = 0; ///< pixels on a side
    bool imports_dmabuf = false;
    bool imports_modifiers = false;
    std::string problem; ///< why it does not work; empty: it does

    friend bool operator==(const EglDevice&, const EglDevice&) = default;
};

/// A physical device of Vulkan.
struct VulkanDevice {
    std::string name;
    std::string type; ///< "discrete", "integrated", "virtual", "cpu", "other"
    std::string version;
    std::string driver;      ///< "radv"; empty before Vulkan 1.2
    std::string driver_info; ///< "Mesa 26.1.6-1"
    std::uint32_t vendor = 0;
    std::uint32_t device = 0;
    bool tells_nodes = false; ///< whether the next two are known
    std::string card;         ///< as EglDevice's
    std::string render;
    std::uint64_t local_bytes = 0;         ///< heaps that are the device's own
    std::optional<unsigned> compute_units; ///< where a vendor's extension says it
    std::vector<std::string> extensions;

    [[nodiscard]] bool software() const { return type == "cpu"; }

    friend bool operator==(const VulkanDevice&, const VulkanDevice&) = default;
};

struct VulkanAnswer {
    std::vector<std::string> extensions; ///< of the instance
    std::vector<VulkanDevice> devices;

    friend bool operator==(const VulkanAnswer&, const VulkanAnswer&) = default;
};

/// A GPU of NVIDIA's, as its management library knows it.
struct NvmlDevice {
    std::string address;                       ///< "0000:01:00.0"
    std::optional<std::uint64_t> memory_total; ///< bytes
    std::optional<std::uint64_t> memory_used;  ///< bytes
    std::optional<double> celsius;
    std::optional<double> watts;

    friend bool operator==(const NvmlDevice&, const NvmlDevice&) = default;
};

struct Apis {
    std::vector<EglDevice> egl;
    std::string egl_problem; ///< why EGL could not be asked; empty: it could
    VulkanAnswer vulkan;
    std::string vulkan_problem;
    std::vector<NvmlDevice> nvml;
    std::string nvml_problem; ///< where there is no GPU of NVIDIA's, that is no fault

    friend bool operator==(const Apis&, const Apis&) = default;
};

constexpr std::chrono::seconds longest_wait(20); ///< first starts of drivers are slow

/// Asks EGL, Vulkan and NVML, each device of EGL and all of the others in a process of its own that
/// may crash or hang. Wakes GPUs. To be called while there is one thread only.
[[nodiscard]] Apis ask_apis();

/// Vulkan alone.
[[nodiscard]] Result<VulkanAnswer> ask_vulkan();

/// NVML alone, from a @p library of that name.
[[nodiscard]] Result<std::vector<NvmlDevice>> ask_nvml(
    const std::string& library = "libnvidia-ml.so.1", std::chrono::milliseconds limit = longest_wait
);

/// What is known of @p gpu by its nodes' numbers.
[[nodiscard]] std::vector<const EglDevice*> egl_of(const Gpu& gpu, const Apis& apis);
[[nodiscard]] std::vector<const VulkanDevice*> vulkan_of(const Gpu& gpu, const Apis& apis);

/// Adds to @p gpus what only NVML or Vulkan tells: memory, compute units, temperature and power.
void complete(std::span<Gpu> gpus, const Apis& apis);

// What goes from the processes that ask to the one that prints. The first may have been damaged by
// a driver.
constexpr std::size_t longest_api_text = 1024UL * 1024; ///< bytes
[[nodiscard]] std::string write_egl(const EglDevice& device);
[[nodiscard]] Result<EglDevice> read_egl(std::string_view text);
[[nodiscard]] std::string write_vulkan(const VulkanAnswer& answer);
[[nodiscard]] Result<VulkanAnswer> read_vulkan(std::string_view text);
[[nodiscard]] std::string write_nvml(const std::vector<NvmlDevice>& devices);
[[nodiscard]] Result<std::vector<NvmlDevice>> read_nvml(std::string_view text);

} // namespace exwm_vr::gpu
