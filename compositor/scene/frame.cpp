// SPDX-License-Identifier: MIT
#include "scene/frame.hpp"

#include "scene/scene.hpp"

#include <algorithm>

namespace exwm_vr::scene {

Frame::Frame(wlr_scene_tree* parent) {
    for (auto& side : sides_) {
        side.reset(wlr_scene_rect_create(parent, 0, 0, premultiplied(config::Colour{}).data()));
    }
}

void Frame::resize(Size box, int width) {
    const int inner = std::max(0, box.height - 2 * width);
    const std::array<Box, 4> boxes{{
        {0, 0, box.width, width},
        {0, box.height - width, box.width, width},
        {0, width, width, inner},
        {box.width - width, width, width, inner},
    }};
    for (std::size_t i = 0; i < sides_.size(); ++i) {
        auto& side = sides_.at(i);
        const auto& part = boxes.at(i);
        wlr_scene_node_set_enabled(&side->node, width > 0);
        wlr_scene_node_set_position(&side->node, part.x, part.y);
        wlr_scene_rect_set_size(side.get(), part.width, part.height);
    }
}

void Frame::set_colour(const config::Colour& colour) {
    for (auto& side : sides_) {
        wlr_scene_rect_set_color(side.get(), premultiplied(colour).data());
    }
}

} // namespace exwm_vr::scene
