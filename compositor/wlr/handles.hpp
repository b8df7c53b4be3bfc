// SPDX-License-Identifier: MIT
#pragma once

#include "base/owned.hpp"
#include "wlr/wlr.hpp"

#include <memory>
#include <span>
#include <utility>

namespace exwm_vr {

template <typename T, auto Destroy>
using Handle = Owned<T, Destroy>;

/// The objects that we own. What belongs to a client or to the display is never held this way.
using Display = Handle<wl_display, wl_display_destroy>;
using SessionHandle = Handle<wlr_session, wlr_session_destroy>;
using Backend = Handle<wlr_backend, wlr_backend_destroy>;
using Renderer = Handle<wlr_renderer, wlr_renderer_destroy>;
using Allocator = Handle<wlr_allocator, wlr_allocator_destroy>;
using XcursorManager = Handle<wlr_xcursor_manager, wlr_xcursor_manager_destroy>;
using CursorHandle = Handle<wlr_cursor, wlr_cursor_destroy>;
using XkbContext = Handle<xkb_context, xkb_context_unref>;
using XkbKeymap = Handle<xkb_keymap, xkb_keymap_unref>;
using XkbState = Handle<xkb_state, xkb_state_unref>;

template <typename Node>
struct DestroysNode {
    void operator()(Node* node) const noexcept { wlr_scene_node_destroy(&node->node); }
};

/// Scene nodes that we made and that nobody else destroys: their parent must outlive them.
using SceneTree = std::unique_ptr<wlr_scene_tree, DestroysNode<wlr_scene_tree>>;
using SceneRect = std::unique_ptr<wlr_scene_rect, DestroysNode<wlr_scene_rect>>;

/// A pending output state: finished when it goes out of scope.
class OutputState {
public:
    OutputState() { wlr_output_state_init(&state_); }

    OutputState(const OutputState&) = delete;
    OutputState& operator=(const OutputState&) = delete;

    ~OutputState() { wlr_output_state_finish(&state_); }

    [[nodiscard]] wlr_output_state* get() { return &state_; }

    wlr_output_state* operator->() { return &state_; }

private:
    wlr_output_state state_{};
};

/// Pixels, as boxes that do not overlap.
class Region {
public:
    Region() { pixman_region32_init(&region_); }

    explicit Region(const pixman_region32_t& from)
        : Region() {
        pixman_region32_copy(&region_, &from);
    }

    explicit Region(std::span<const pixman_box32_t> boxes) {
        pixman_region32_init_rects(&region_, boxes.data(), static_cast<int>(boxes.size()));
    }

    Region(const Region& other)
        : Region(other.region_) {}

    Region& operator=(const Region& other) {
        pixman_region32_copy(&region_, &other.region_);
        return *this;
    }

    ~Region() { pixman_region32_fini(&region_); }

    [[nodiscard]] pixman_region32_t* get() { return &region_; }

    [[nodiscard]] const pixman_region32_t* get() const { return &region_; }

    [[nodiscard]] std::span<const pixman_box32_t> boxes() const {
        int count = 0;
        const auto* first = pixman_region32_rectangles(&region_, &count);
        return {first, static_cast<std::size_t>(count)};
    }

private:
    pixman_region32_t region_{};
};

} // namespace exwm_vr
