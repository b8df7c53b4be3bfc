// SPDX-License-Identifier: MIT
// Feeds bytes to the reader of EDIDs. Checksums are set right first, as bytes with wrong ones do
// not come far.
#include "base/log.hpp"
#include "vr/headset/verdict.hpp"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

using namespace exwm_vr;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t block = 128;
    std::vector<std::uint8_t> bytes(data, data + size);
    for (std::size_t at = 0; at + block <= bytes.size(); at += block) {
        const auto* first = bytes.data() + at;
        bytes[at + block - 1] =
            static_cast<std::uint8_t>(-std::accumulate(first, first + block - 1, 0));
    }
    const auto edid = headset::read_edid(bytes);
    if (!edid) {
        if (edid.error().message.empty()) {
            log::panic("an error without a message");
        }
        return 0;
    }
    if (edid->vendor.size() != 3) {
        log::panic("a vendor that is not three letters");
    }
    const auto verdict = headset::judge({.edid = *edid});
    if (verdict.headset == verdict.evidence.empty()) {
        log::panic("a verdict without evidence, or evidence without a verdict");
    }
    return 0;
}
