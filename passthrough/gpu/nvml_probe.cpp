// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "passthrough/gpu/api_probes.hpp"
#include "passthrough/gpu/apis.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace exwm_vr::gpu {
namespace {

// What is used of NVML's interface, which has no header here: its names have a number at their end
// where they were changed, so that those of before stay as they are.
using Status = int; ///< 0: done
using Handle = void*;

struct Place {
    std::array<char, 16> old_address;
    unsigned domain;
    unsigned bus;
    unsigned device;
    unsigned pci_id;
    unsigned subsystem_id;
    std::array<char, 32> address;
};

struct Memory {
    unsigned long long total; ///< bytes
    unsigned long long free;
    unsigned long long used;
};

constexpr unsigned sensor_of_gpu = 0;
constexpr unsigned most_devices = 64;
constexpr double milliwatts = 1000;

class Library {
public:
    explicit Library(const std::string& name)
        : library_(dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL)) {
        if (library_ == nullptr) {
            throw std::runtime_error("NVML, " + name + ", is not there");
        }
    }

    /// The status of a function; without it, that of one that does not do it.
    template <typename... Args>
    Status call(const char* name, Args... args) const {
        const auto function = reinterpret_cast<Status (*)(Args...)>(dlsym(library_, name));
        return function != nullptr ? function(args...) : -1;
    }

    template <typename... Args>
    void must(const char* name, Args... args) const {
        if (const auto status = call(name, args...); status != 0) {
            throw std::runtime_error(formatted("NVML: {} failed with {}", name, status));
        }
    }

private:
    void* library_; ///< stays open: the process ends
};

NvmlDevice look_at(const Library& nvml, unsigned index) {
    Handle handle = nullptr;
    nvml.must("nvmlDeviceGetHandleByIndex_v2", index, &handle);
    Place place{};
    nvml.must("nvmlDeviceGetPciInfo_v3", handle, &place);
    NvmlDevice found{
        .address = formatted("{:04x}:{:02x}:{:02x}.0", place.domain, place.bus, place.device)
    };
    // What a GPU does not tell stays unknown: laptops' have no power, those in parts no memory.
    Memory memory{};
    if (nvml.call("nvmlDeviceGetMemoryInfo", handle, &memory) == 0) {
        found.memory_total = memory.total;
        found.memory_used = memory.used;
    }
    unsigned value = 0;
    if (nvml.call("nvmlDeviceGetTemperature", handle, sensor_of_gpu, &value) == 0) {
        found.celsius = value;
    }
    if (nvml.call("nvmlDeviceGetPowerUsage", handle, &value) == 0) {
        found.watts = value / milliwatts;
    }
    return found;
}

std::string ask(const std::string& library) {
    const Library nvml(library);
    nvml.must("nvmlInit_v2");
    unsigned count = 0;
    nvml.must("nvmlDeviceGetCount_v2", &count);
    std::vector<NvmlDevice> devices;
    devices.reserve(std::min(count, most_devices));
    std::string problem;
    for (unsigned i = 0; i < std::min(count, most_devices); ++i) {
        // It counts those as well that this may not open, as in a container that has one of two.
        try {
            devices.push_back(look_at(nvml, i));
        } catch (const std::runtime_error& error) {
            problem = error.what();
        }
    }
    if (devices.empty() && !problem.empty()) {
        throw std::runtime_error(problem);
    }
    return write_nvml(devices);
}

} // namespace

std::string probe_nvml(const std::string& library) {
    try {
        return ask(library);
    } catch (const std::runtime_error& error) {
        return std::string(not_asked) + error.what();
    }
}

} // namespace exwm_vr::gpu
