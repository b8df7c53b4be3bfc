// SPDX-License-Identifier: MIT
#include "scene/client_pictures.hpp"

#include <algorithm>

namespace exwm_vr::scene {
namespace {

struct Unlocks {
    void operator()(wlr_buffer* buffer) const noexcept { wlr_buffer_unlock(buffer); }
};

} // namespace

/// A client's buffer and where its picture comes from.
struct ClientPictures::Saved {
    wlr_client_buffer* buffer = nullptr;
    std::unique_ptr<wlr_buffer, Unlocks> memory; ///< of a GPU; else the pixels are copied,
    std::vector<std::byte> pixels;               ///< as the client may have got its memory back
    std::uint32_t format = 0;                    ///< DRM_FORMAT_*
    std::size_t stride = 0;                      ///< bytes

    [[nodiscard]] wlr_texture* upload(wlr_renderer& renderer) const {
        if (memory) {
            return wlr_texture_from_buffer(&renderer, memory.get());
        }
        return wlr_texture_from_pixels(
            &renderer,
            format,
            static_cast<std::uint32_t>(stride),
            static_cast<std::uint32_t>(buffer->base.width),
            static_cast<std::uint32_t>(buffer->base.height),
            pixels.data()
        );
    }
};

/// A client's buffer whose texture is from us: wlroots does not know that it goes with its
/// renderer.
class ClientPictures::Restored {
public:
    Restored(ClientPictures& owner, wlr_client_buffer& buffer)
        : owner_(owner)
        , buffer_(buffer)
        , destroy_(*this, buffer.base.events.destroy) {}

    void take_back() {
        wlr_texture_destroy(buffer_.texture);
        buffer_.texture = nullptr;
    }

private:
    void on_destroy() {
        std::erase_if(owner_.restored_, [this](const auto& owned) { return owned.get() == this; });
    }

    ClientPictures& owner_;
    wlr_client_buffer& buffer_;
    Listener<&Restored::on_destroy> destroy_;
};

ClientPictures::ClientPictures(const Scene& scene)
    : scene_(scene) {}

ClientPictures::~ClientPictures() {
    std::ranges::for_each(restored_, &Restored::take_back);
}

void ClientPictures::save() {
    saved_.clear();
    lost_ = 0;
    save_tree(scene_.get()->tree);
    std::ranges::for_each(restored_, &Restored::take_back);
    restored_.clear();
}

void ClientPictures::save_tree(const wlr_scene_tree& tree) {
    // Also what is not shown now: windows of other workspaces.
    wlr_scene_node* node = nullptr;
    wl_list_for_each(node, &tree.children, link) {
        if (node->type == WLR_SCENE_NODE_TREE) {
            save_tree(*wlr_scene_tree_from_node(node));
        } else if (node->type == WLR_SCENE_NODE_BUFFER) {
            auto* shown = wlr_scene_buffer_from_node(node)->buffer;
            auto* buffer = shown != nullptr ? wlr_client_buffer_get(shown) : nullptr;
            if (buffer != nullptr &&
                !std::ranges::contains(saved_, buffer, [](const auto& s) { return s->buffer; })) {
                save_buffer(*buffer);
            }
        }
    }
}

void ClientPictures::save_buffer(wlr_client_buffer& buffer) {
    auto* source = buffer.source;
    auto saved = std::make_unique<Saved>();
    saved->buffer = &buffer;
    void* pixels = nullptr;
    wlr_dmabuf_attributes dmabuf{};
    if (source == nullptr) {
        ++lost_; // the client has destroyed it: it thinks that it is no longer needed
        return;
    }
    if (wlr_buffer_begin_data_ptr_access(
            source, WLR_BUFFER_DATA_PTR_ACCESS_READ, &pixels, &saved->format, &saved->stride
        )) {
        const auto* first = static_cast<const std::byte*>(pixels);
        const auto size = saved->stride * static_cast<std::size_t>(source->height);
        saved->pixels.assign(first, first + size);
        wlr_buffer_end_data_ptr_access(source);
    } else if (wlr_buffer_get_dmabuf(source, &dmabuf)) {
        saved->memory.reset(wlr_buffer_lock(source));
    } else {
        ++lost_;
        return;
    }
    saved_.push_back(std::move(saved));
}

std::size_t ClientPictures::restore(wlr_renderer& renderer) {
    for (const auto& saved : saved_) {
        auto& buffer = *saved->buffer;
        if (buffer.texture != nullptr) {
            continue;
        }
        buffer.texture = saved->upload(renderer);
        if (buffer.texture != nullptr) {
            restored_.push_back(std::make_unique<Restored>(*this, buffer));
        } else {
            ++lost_;
        }
    }
    saved_.clear();
    return lost_;
}

} // namespace exwm_vr::scene
