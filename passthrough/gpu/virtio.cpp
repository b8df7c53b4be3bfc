// SPDX-License-Identifier: MIT
#include "passthrough/gpu/virtio.hpp"

namespace exwm_vr::gpu {

std::optional<bool> agreed_3d(std::string_view features) {
    if (features.empty() || features.find_first_not_of("01") != std::string_view::npos) {
        return std::nullopt;
    }
    return features.front() == '1'; // that of virgl is the first
}

} // namespace exwm_vr::gpu
