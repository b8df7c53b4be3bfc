// SPDX-License-Identifier: MIT
// Feeds bytes to the readers of what the kernel says of GPUs. In a container, others may have put
// it there.
#include "base/log.hpp"
#include "passthrough/gpu/kernel_text.hpp"
#include "passthrough/gpu/tree.hpp"
#include "passthrough/gpu/virtio.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace exwm_vr;

namespace {

void expect(bool holds, std::string_view what) {
    if (!holds) {
        log::panic(what);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const auto& word : gpu::words_in(text)) {
        expect(!word.empty() && text.contains(word), "a word that is none");
        static_cast<void>(gpu::number_in(word));
        if (gpu::is_pci_address(word)) {
            expect(word.size() >= 12 && word.size() <= 16, "an address of another length");
        }
    }
    if (const auto number = gpu::device_number_in(text)) {
        expect(text.contains(':'), "a device number without a colon");
    }
    const auto vram = gpu::vram_capacity_in(text, "0000:03:00.0");
    expect(!vram || text.contains("drm/0000:03:00.0/vram"), "memory of nothing");
    static_cast<void>(gpu::property_in(text, "simd_count"));
    expect(gpu::field_in(text, "Model").size() <= size, "a field longer than the text");
    const auto version = gpu::nvidia_version_in(text);
    expect(
        version.find_first_not_of("0123456789.") == std::string::npos, "a version of other signs"
    );
    static_cast<void>(gpu::largest_region_in(text));
    expect(
        gpu::agreed_3d(text).has_value() ==
            (size != 0 && text.find_first_not_of("01") == std::string::npos),
        "features that are no digits"
    );
    return 0;
}
