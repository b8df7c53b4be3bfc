// SPDX-License-Identifier: MIT
#pragma once

#include "scene/scene.hpp"
#include "wlr/listener.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace exwm_vr::scene {

/// Brings what clients have drawn over the loss of the renderer that it was uploaded to. wlroots
/// does not: a window whose client draws nothing new would be invisible from then on.
class ClientPictures {
public:
    explicit ClientPictures(const Scene& scene);
    ClientPictures(const ClientPictures&) = delete;
    ClientPictures& operator=(const ClientPictures&) = delete;
    ~ClientPictures();

    /// While the renderer that was lost is still there: takes what clients' own buffers hold.
    void save();
    /// Once it is gone, before clients can do anything: gives that to the one that draws now. How
    /// many pictures are lost until their clients draw again.
    std::size_t restore(wlr_renderer& renderer);

private:
    struct Saved;
    class Restored;

    void save_tree(const wlr_scene_tree& tree);
    void save_buffer(wlr_client_buffer& buffer);

    const Scene& scene_;
    std::vector<std::unique_ptr<Saved>> saved_;
    std::vector<std::unique_ptr<Restored>> restored_;
    std::size_t lost_ = 0;
};

} // namespace exwm_vr::scene
