// SPDX-License-Identifier: MIT
// Plays NVIDIA's libnvidia-ml.so.1, with an H100, one that says little, and between them one that
// may not be opened. $FAKE_NVML says how badly: "crashes", "hangs", "refuses", "forbids" all of
// them.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

constexpr int not_supported = 3;
constexpr int no_permission = 4;

int first = 0;
int second = 0;

bool is(std::string_view what) {
    const char* const asked = std::getenv("FAKE_NVML");
    return asked != nullptr && asked == what;
}

// As nvml.h of driver 580 has them.
struct PciInfo {
    char busIdLegacy[16];
    unsigned int domain;
    unsigned int bus;
    unsigned int device;
    unsigned int pciDeviceId;
    unsigned int pciSubSystemId;
    char busId[32];
};

struct MemoryInfo {
    unsigned long long total;
    unsigned long long free;
    unsigned long long used;
};

} // namespace

extern "C" {

int nvmlInit_v2() {
    if (is("crashes")) {
        raise(SIGKILL);
    }
    while (is("hangs")) {
        pause();
    }
    return is("refuses") ? 9 : 0; // the driver is not loaded
}

int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = 3;
    return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) {
    if (index == 1 || is("forbids")) {
        return no_permission;
    }
    *device = index == 0 ? &first : &second;
    return 0;
}

int nvmlDeviceGetPciInfo_v3(void* device, PciInfo* info) {
    std::memset(info, 0xff, sizeof *info); // all of it is theirs to write
    info->domain = 0;
    info->bus = device == &first ? 0x01 : 0x41;
    info->device = 0;
    return 0;
}

int nvmlDeviceGetMemoryInfo(void* device, MemoryInfo* memory) {
    if (device != &first) {
        return not_supported;
    }
    *memory = {.total = 85'520'809'984, .free = 84'000'000'000, .used = 1'520'809'984};
    return 0;
}

int nvmlDeviceGetTemperature(void* device, unsigned sensor, unsigned* celsius) {
    *celsius = 41;
    return device == &first && sensor == 0 ? 0 : not_supported;
}

int nvmlDeviceGetPowerUsage(void* device, unsigned* milliwatts) {
    *milliwatts = 72'500;
    return device == &first ? 0 : not_supported;
}

} // extern "C"
