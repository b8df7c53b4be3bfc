// SPDX-License-Identifier: MIT
#include "passthrough/policy/words.hpp"

#include "base/format.hpp"

namespace exwm_vr::policy {

std::string to_string(Operations operations) {
    std::string text;
    for (const auto& word : operation_words) {
        if (operations.contains(word.value)) {
            text += text.empty() ? "" : ", ";
            text += word.text;
        }
    }
    return text.empty() ? "none" : text;
}

std::string size_to_string(std::uint64_t bytes) {
    constexpr std::uint64_t mib = std::uint64_t{1} << 20U;
    constexpr std::uint64_t gib = std::uint64_t{1} << 30U;
    if (bytes % mib != 0) {
        return formatted("{} bytes", bytes);
    }
    return bytes != 0 && bytes % gib == 0 ? formatted("{} GiB", bytes / gib)
                                          : formatted("{} MiB", bytes / mib);
}

} // namespace exwm_vr::policy
