// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/handles.hpp"
#include "wlr/listener.hpp"

#include <memory>
#include <vector>

namespace exwm_vr::server {

/// Memory for the pictures of outputs. What a GPU draws is copied to other cards by their backends;
/// what the CPU draws lies in the memory of the card that shows it, as most cards cannot read
/// another's.
class CardAllocators {
public:
    /// @p common is that of the card which is first in @p backend; all outlive this object.
    CardAllocators(wlr_backend& backend, wlr_renderer& renderer, wlr_allocator& common);
    CardAllocators(const CardAllocators&) = delete;
    CardAllocators& operator=(const CardAllocators&) = delete;
    ~CardAllocators();

    /// Null when none can be made. Lives as long as the output's backend.
    [[nodiscard]] wlr_allocator* find(const wlr_output& output);

private:
    struct Entry;

    wlr_backend& backend_;
    wlr_renderer& renderer_;
    wlr_allocator& common_;
    std::vector<std::unique_ptr<Entry>> entries_;
};

} // namespace exwm_vr::server
