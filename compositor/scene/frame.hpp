// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "wlr/handles.hpp"

#include <array>

namespace exwm_vr::scene {

/// A window's border: four rectangles inside the edges of a box.
class Frame {
public:
    /// @p parent must outlive the frame; its origin is the box's top left corner.
    explicit Frame(wlr_scene_tree* parent);

    /// The box's size and the border's width, logical px. A width of 0 hides it.
    void resize(Size box, int width);
    void set_colour(const config::Colour& colour);

private:
    std::array<SceneRect, 4> sides_; ///< top, bottom, left, right
};

} // namespace exwm_vr::scene
