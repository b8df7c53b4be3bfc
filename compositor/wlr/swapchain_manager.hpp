// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/wlr.hpp"

namespace exwm_vr {

/// Buffers for new states of outputs, until they are the outputs' own.
class SwapchainManager {
public:
    explicit SwapchainManager(wlr_backend& backend) {
        wlr_output_swapchain_manager_init(&manager_, &backend);
    }

    SwapchainManager(const SwapchainManager&) = delete;
    SwapchainManager& operator=(const SwapchainManager&) = delete;

    ~SwapchainManager() { wlr_output_swapchain_manager_finish(&manager_); }

    [[nodiscard]] wlr_output_swapchain_manager* get() { return &manager_; }

private:
    wlr_output_swapchain_manager manager_{};
};

} // namespace exwm_vr
