// SPDX-License-Identifier: MIT
#include "passthrough/gpu/api_probes.hpp"

#if __has_include(<vulkan/vulkan.h>)

#include "base/format.hpp"
#include "passthrough/gpu/apis.hpp"

#define VK_NO_PROTOTYPES // the loader is opened at run time, where there is one
#include <dlfcn.h>
#include <vulkan/vulkan.h>

#include <algorithm>
#include <span>
#include <stdexcept>
#include <vector>

namespace exwm_vr::gpu {
namespace {

PFN_vkGetInstanceProcAddr resolver = nullptr;

template <typename Function>
Function find(VkInstance instance, const char* name) {
    const auto found = reinterpret_cast<Function>(resolver(instance, name));
    if (found == nullptr) {
        throw std::runtime_error(formatted("Vulkan has no {}", name));
    }
    return found;
}

/// A list that Vulkan first tells the length of.
template <typename T, typename Call>
std::vector<T> list_of(const Call& call) {
    std::uint32_t count = 0;
    call(&count, static_cast<T*>(nullptr));
    std::vector<T> all(count);
    call(&count, all.data());
    all.resize(std::min<std::size_t>(count, all.size()));
    return all;
}

std::vector<std::string> names_of(const std::vector<VkExtensionProperties>& extensions) {
    std::vector<std::string> names;
    names.reserve(extensions.size());
    for (const auto& extension : extensions) {
        names.emplace_back(std::data(extension.extensionName));
    }
    return names;
}

std::string type_name(VkPhysicalDeviceType type) {
    switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
        return "integrated";
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
        return "discrete";
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
        return "virtual";
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
        return "cpu";
    default:
        return "other";
    }
}

/// What the driver is asked for: a chain, of which each part is in it if the device has it.
struct Properties {
    VkPhysicalDeviceProperties2 base{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2};
    VkPhysicalDeviceDriverProperties driver{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES,
        .driverID = VK_DRIVER_ID_MAX_ENUM, // until one says what it is
    };
    VkPhysicalDeviceDrmPropertiesEXT drm{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRM_PROPERTIES_EXT
    };
    VkPhysicalDeviceShaderSMBuiltinsPropertiesNV nvidia{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_SM_BUILTINS_PROPERTIES_NV
    };
    VkPhysicalDeviceShaderCoreProperties2AMD amd{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_CORE_PROPERTIES_2_AMD
    };

    template <typename Part>
    void want(bool is_there, Part& part) {
        if (is_there) {
            part.pNext = base.pNext;
            base.pNext = &part;
        }
    }
};

VulkanDevice look_at(VkInstance instance, VkPhysicalDevice device) {
    VulkanDevice found;
    found.extensions = names_of(list_of<VkExtensionProperties>([&](auto* count, auto* into) {
        find<
            PFN_vkEnumerateDeviceExtensionProperties>(instance, "vkEnumerateDeviceExtensionProperties")(
            device, nullptr, count, into
        );
    }));
    const auto has = [&](const char* name) {
        return std::ranges::contains(found.extensions, name);
    };
    VkPhysicalDeviceProperties version{};
    find<PFN_vkGetPhysicalDeviceProperties>(instance, "vkGetPhysicalDeviceProperties")(
        device, &version
    );
    found.name = std::data(version.deviceName);
    found.type = type_name(version.deviceType);
    found.version = formatted(
        "{}.{}.{}",
        VK_API_VERSION_MAJOR(version.apiVersion),
        VK_API_VERSION_MINOR(version.apiVersion),
        VK_API_VERSION_PATCH(version.apiVersion)
    );
    found.vendor = version.vendorID;
    found.device = version.deviceID;

    const bool tells_driver =
        version.apiVersion >= VK_API_VERSION_1_2 || has(VK_KHR_DRIVER_PROPERTIES_EXTENSION_NAME);
    found.tells_nodes = has(VK_EXT_PHYSICAL_DEVICE_DRM_EXTENSION_NAME);
    const bool is_nvidia = has(VK_NV_SHADER_SM_BUILTINS_EXTENSION_NAME);
    const bool is_amd = has(VK_AMD_SHADER_CORE_PROPERTIES_2_EXTENSION_NAME);
    Properties properties;
    properties.want(tells_driver, properties.driver);
    properties.want(found.tells_nodes, properties.drm);
    properties.want(is_nvidia, properties.nvidia);
    properties.want(is_amd, properties.amd);
    find<PFN_vkGetPhysicalDeviceProperties2>(instance, "vkGetPhysicalDeviceProperties2")(
        device, &properties.base
    );
    found.driver = std::data(properties.driver.driverName);
    found.driver_info = std::data(properties.driver.driverInfo);
    const auto& drm = properties.drm;
    if (drm.hasPrimary == VK_TRUE) {
        found.card = formatted("{}:{}", drm.primaryMajor, drm.primaryMinor);
    }
    if (drm.hasRender == VK_TRUE) {
        found.render = formatted("{}:{}", drm.renderMajor, drm.renderMinor);
    }
    if (is_nvidia) {
        found.compute_units = properties.nvidia.shaderSMCount;
    } else if (is_amd) {
        found.compute_units = properties.amd.activeComputeUnitCount;
    }

    VkPhysicalDeviceMemoryProperties memory{};
    find<PFN_vkGetPhysicalDeviceMemoryProperties>(instance, "vkGetPhysicalDeviceMemoryProperties")(
        device, &memory
    );
    const std::size_t heaps = std::min<std::size_t>(memory.memoryHeapCount, VK_MAX_MEMORY_HEAPS);
    for (const auto& heap : std::span(memory.memoryHeaps).first(heaps)) {
        if ((heap.flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) != 0) {
            found.local_bytes += heap.size;
        }
    }
    return found;
}

VkInstance start() {
    const VkApplicationInfo application{
        .sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
        .pApplicationName = "exwm-vr-gpu",
        .apiVersion = VK_API_VERSION_1_1,
    };
    const VkInstanceCreateInfo wanted{
        .sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO, .pApplicationInfo = &application
    };
    VkInstance instance = nullptr;
    if (find<PFN_vkCreateInstance>(nullptr, "vkCreateInstance")(&wanted, nullptr, &instance) !=
        VK_SUCCESS) {
        throw std::runtime_error("Vulkan does not start: no driver of it works here");
    }
    return instance;
}

std::string ask() {
    void* const loader = dlopen("libvulkan.so.1", RTLD_NOW | RTLD_LOCAL);
    resolver =
        loader != nullptr
            ? reinterpret_cast<PFN_vkGetInstanceProcAddr>(dlsym(loader, "vkGetInstanceProcAddr"))
            : nullptr;
    if (resolver == nullptr) {
        throw std::runtime_error("Vulkan's loader, libvulkan.so.1, is not there");
    }
    VulkanAnswer answer;
    answer.extensions = names_of(list_of<VkExtensionProperties>([](auto* count, auto* into) {
        find<
            PFN_vkEnumerateInstanceExtensionProperties>(nullptr, "vkEnumerateInstanceExtensionProperties")(
            nullptr, count, into
        );
    }));
    VkInstance instance = start();
    const auto devices = list_of<VkPhysicalDevice>([&](auto* count, auto* into) {
        find<PFN_vkEnumeratePhysicalDevices>(instance, "vkEnumeratePhysicalDevices")(
            instance, count, into
        );
    });
    for (auto* const device : devices) {
        answer.devices.push_back(look_at(instance, device));
    }
    return write_vulkan(answer);
}

} // namespace

std::string probe_vulkan() {
    try {
        return ask();
    } catch (const std::runtime_error& error) {
        return std::string(not_asked) + error.what();
    }
}

} // namespace exwm_vr::gpu

#else

namespace exwm_vr::gpu {

std::string probe_vulkan() {
    return std::string(not_asked) + "this was built without Vulkan's headers";
}

} // namespace exwm_vr::gpu

#endif
