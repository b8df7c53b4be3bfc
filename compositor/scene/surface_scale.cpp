// SPDX-License-Identifier: MIT
#include "scene/surface_scale.hpp"

#include "wm/x11_space.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

namespace exwm_vr::scene {
namespace {

using Round = double (*)(double);

/// A region of a surface that measures @p whole, in logical px, where it measures @p logical. Left
/// and top edges are rounded by @p first, the others by @p last; the surface's own end stays its
/// end.
Region in_logical_px(
    const Region& region, double scale, Size whole, Size logical, Round first, Round last
) {
    const auto edge = [scale](int place, int end, int logical_end, Round round) {
        return place >= end ? logical_end : std::max(0, static_cast<int>(round(place / scale)));
    };
    std::vector<pixman_box32_t> parts;
    for (const auto& box : region.boxes()) {
        const pixman_box32_t part{
            .x1 = edge(box.x1, whole.width, logical.width, first),
            .y1 = edge(box.y1, whole.height, logical.height, first),
            .x2 = edge(box.x2, whole.width, logical.width, last),
            .y2 = edge(box.y2, whole.height, logical.height, last),
        };
        if (part.x1 < part.x2 && part.y1 < part.y2) {
            parts.push_back(part);
        }
    }
    return Region(parts);
}

double up(double value) {
    return std::ceil(value);
}

double down(double value) {
    return std::floor(value);
}

} // namespace

SurfaceScale::SurfaceScale(wlr_surface& surface, double scale, std::function<void()> gone)
    : surface_(surface)
    , scale_(scale)
    , gone_(std::move(gone))
    , input_(surface.current.input)
    , commit_(*this, surface.events.commit)
    , destroy_(*this, surface.events.destroy) {
    surface.data = this;
}

SurfaceScale::~SurfaceScale() {
    surface_.data = nullptr;
}

double SurfaceScale::of(const wlr_surface* surface) {
    return surface != nullptr && surface->data != nullptr
               ? static_cast<const SurfaceScale*>(surface->data)->scale_
               : 1;
}

void SurfaceScale::set(double scale) {
    scale_ = scale;
    apply();
}

void SurfaceScale::on_commit() {
    auto& state = surface_.current;
    // wlroots computes size and opaque region from the client's at each commit, and takes over an
    // input region with those that bring one.
    size_ = {state.width, state.height};
    opaque_ = Region(surface_.opaque_region);
    if ((state.committed & WLR_SURFACE_STATE_INPUT_REGION) != 0) {
        input_ = Region(state.input);
    }
    if (scale_ != 1) {
        apply();
    }
}

void SurfaceScale::apply() {
    auto& state = surface_.current;
    const auto logical = wm::X11Space(scale_).logical_size(size_);
    state.width = logical.width;
    state.height = logical.height;
    // A pixel that is opaque in part only is not; one that takes input in part does.
    const auto opaque = in_logical_px(opaque_, scale_, size_, logical, up, down);
    pixman_region32_copy(&surface_.opaque_region, opaque.get());
    const auto input = in_logical_px(input_, scale_, size_, logical, down, up);
    pixman_region32_copy(&state.input, input.get());
    pixman_region32_copy(&surface_.input_region, input.get());
}

void look_again(wlr_scene_tree& surfaces) {
    // wlroots looks at commits and at new clips, and takes one that clips nothing off for a new
    // one.
    constexpr int all = 1 << 16;
    const wlr_box clip{.x = 0, .y = 0, .width = all, .height = all};
    wlr_scene_subsurface_tree_set_clip(&surfaces.node, &clip);
    wlr_scene_subsurface_tree_set_clip(&surfaces.node, nullptr);
}

} // namespace exwm_vr::scene
