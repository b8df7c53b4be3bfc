// SPDX-License-Identifier: MIT
#include "ctl/doctor/vulkan.hpp"

#if __has_include(<vulkan/vulkan.h>)

#include "base/owned.hpp"
#include "ctl/doctor/apart.hpp"
#include "vr/doctor/vulkan.hpp"

#define VK_NO_PROTOTYPES // the loader is opened at run time, where there is one
#include <dlfcn.h>
#include <vulkan/vulkan.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace exwm_vr::ctl {

namespace {

constexpr milliseconds limit = std::chrono::seconds(20); // first starts of drivers are slow

/// Why it could not be asked, as the answer itself.
constexpr std::string_view no_loader = "no loader";
constexpr std::string_view no_instance = "no instance";

PFN_vkGetInstanceProcAddr resolver = nullptr;

template <typename Function>
Function find(VkInstance instance, const char* name) {
    const auto found = reinterpret_cast<Function>(resolver(instance, name));
    if (found == nullptr) {
        throw std::runtime_error(name);
    }
    return found;
}

/// A list that Vulkan first tells the length of.
template <typename T, typename Call>
std::vector<T> list_of(const Call& call, const T& blank) {
    std::uint32_t count = 0;
    call(&count, nullptr);
    std::vector<T> all(count, blank);
    call(&count, all.data());
    all.resize(std::min<std::size_t>(count, all.size()));
    return all;
}

bool has_extension(const std::vector<VkExtensionProperties>& all, std::string_view name) {
    return std::ranges::any_of(all, [&](const auto& one) {
        return std::string_view(std::data(one.extensionName)) == name;
    });
}

doctor::Gpu look_at(VkInstance instance, VkPhysicalDevice device) {
    const auto extensions = list_of<VkExtensionProperties>(
        [&](std::uint32_t* count, VkExtensionProperties* into) {
            find<
                PFN_vkEnumerateDeviceExtensionProperties>(instance, "vkEnumerateDeviceExtensionProperties")(
                device, nullptr, count, into
            );
        },
        {}
    );
    VkPhysicalDeviceDrmPropertiesEXT drm{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRM_PROPERTIES_EXT
    };
    VkPhysicalDeviceProperties2 properties{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2};
    const bool tells_card = has_extension(extensions, VK_EXT_PHYSICAL_DEVICE_DRM_EXTENSION_NAME);
    properties.pNext = tells_card ? &drm : nullptr;
    find<PFN_vkGetPhysicalDeviceProperties2>(instance, "vkGetPhysicalDeviceProperties2")(
        device, &properties
    );
    return {
        .name = std::data(properties.properties.deviceName),
        .software = properties.properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU,
        .tells_card = tells_card,
        .card = tells_card && drm.hasPrimary == VK_TRUE
                    ? formatted("{}:{}", drm.primaryMajor, drm.primaryMinor)
                    : "",
    };
}

/// In the other process; what it leaves open goes with that.
std::string ask() {
    void* const loader = dlopen("libvulkan.so.1", RTLD_NOW | RTLD_LOCAL);
    if (loader == nullptr) {
        return std::string(no_loader);
    }
    resolver = reinterpret_cast<PFN_vkGetInstanceProcAddr>(dlsym(loader, "vkGetInstanceProcAddr"));
    if (resolver == nullptr) {
        return std::string(no_loader);
    }
    doctor::Vulkan vulkan;
    const auto extensions = list_of<VkExtensionProperties>(
        [](std::uint32_t* count, VkExtensionProperties* into) {
            find<
                PFN_vkEnumerateInstanceExtensionProperties>(nullptr, "vkEnumerateInstanceExtensionProperties")(
                nullptr, count, into
            );
        },
        {}
    );
    for (const auto& extension : extensions) {
        vulkan.extensions.emplace_back(std::data(extension.extensionName));
    }
    const VkApplicationInfo application{
        .sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
        .pApplicationName = "exwm-vrctl",
        .apiVersion = VK_API_VERSION_1_1,
    };
    const VkInstanceCreateInfo wanted{
        .sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO, .pApplicationInfo = &application
    };
    VkInstance instance = nullptr;
    if (find<PFN_vkCreateInstance>(nullptr, "vkCreateInstance")(&wanted, nullptr, &instance) !=
        VK_SUCCESS) {
        return std::string(no_instance);
    }
    const auto devices = list_of<VkPhysicalDevice>(
        [&](std::uint32_t* count, VkPhysicalDevice* into) {
            find<PFN_vkEnumeratePhysicalDevices>(instance, "vkEnumeratePhysicalDevices")(
                instance, count, into
            );
        },
        {}
    );
    for (auto* const device : devices) {
        vulkan.gpus.push_back(look_at(instance, device));
    }
    return doctor::write_vulkan(vulkan);
}

Result<doctor::Vulkan> ask_apart() {
    const auto answer = call_apart(ask, limit, doctor::vulkan_limit);
    if (!answer) {
        return fail("Vulkan's drivers were asked: {}", answer.error().message);
    }
    if (*answer == no_loader) {
        return fail("Vulkan's loader, libvulkan.so.1, is not there");
    }
    if (*answer == no_instance) {
        return fail("Vulkan does not start: no driver of it works here");
    }
    return doctor::read_vulkan(*answer);
}

} // namespace

std::function<Result<doctor::Vulkan>()> vulkan_prober() {
    return ask_apart;
}

} // namespace exwm_vr::ctl

#else

namespace exwm_vr::ctl {

std::function<Result<doctor::Vulkan>()> vulkan_prober() {
    return {};
}

} // namespace exwm_vr::ctl

#endif
