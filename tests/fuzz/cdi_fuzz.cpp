// SPDX-License-Identifier: MIT
// Feeds text to the reader of descriptions for container engines, which any package may install.
#include "base/log.hpp"
#include "passthrough/gpu/cdi.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace exwm_vr;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto spec = gpu::read_cdi({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!spec && !spec.error().message.starts_with("fuzz:")) {
        log::panic("an error without a place");
    }
    if (spec && spec->nodes.size() + spec->mounts.size() + spec->hooks.size() > size) {
        log::panic("more than the text has");
    }
    return 0;
}
