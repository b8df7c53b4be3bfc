// SPDX-License-Identifier: MIT
// Feeds text to the readers of what the processes that ask EGL, Vulkan and NVML answer: a driver
// may have damaged them.
#include "base/log.hpp"
#include "passthrough/gpu/apis.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace exwm_vr;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto vulkan = gpu::read_vulkan(text)) {
        if (gpu::read_vulkan(gpu::write_vulkan(*vulkan)) != vulkan) {
            log::panic("an answer of Vulkan that changes on its way");
        }
    } else if (!vulkan.error().message.starts_with("Vulkan: ")) {
        log::panic("an error that does not say whose");
    }
    if (const auto egl = gpu::read_egl(text)) {
        if (gpu::read_egl(gpu::write_egl(*egl)) != egl) {
            log::panic("an answer of EGL that changes on its way");
        }
    }
    if (const auto nvml = gpu::read_nvml(text)) {
        if (gpu::read_nvml(gpu::write_nvml(*nvml)) != nvml) {
            log::panic("an answer of NVML that changes on its way");
        }
    }
    return 0;
}
