// SPDX-License-Identifier: MIT
#include "capture/capture.hpp"

#include "base/log.hpp"
#include "scene/scene.hpp"

#include <algorithm>

namespace exwm_vr::capture {

/// A window drawn alone, in a scene of its own, so that what covers it on the screen, or that it
/// is on a hidden workspace, does not show. Made at the first capture, kept until the unmap.
class Capture::Source {
public:
    Source(Capture& owner, shell::Window& window)
        : owner_(owner)
        , window_(window)
        , tree_(scene::make_tree(&scene_.get()->tree))
        , unmap_(*this, window.surface()->events.unmap)
        , destroy_(*this, window.surface()->events.destroy) {
        if (window.draw_in(tree_.get()) == nullptr) {
            log::panic("out of memory for a window capture");
        }
        source_ = wlr_ext_image_capture_source_v1_create_with_scene_node(
            &tree_->node, owner.loop_, owner.allocator_, owner.renderer_
        );
    }

    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    ~Source() = default;

    [[nodiscard]] bool shows(const shell::Window& window) const { return &window_ == &window; }

    /// Dies with tree_; null when it could not be made.
    [[nodiscard]] wlr_ext_image_capture_source_v1* get() const { return source_; }

private:
    void on_gone() {
        owner_.forget(*this); // deletes this
    }

    struct SceneHolder {
        SceneHolder()
            : scene_(wlr_scene_create()) {
            if (scene_ == nullptr) {
                log::panic("out of memory for a window capture");
            }
        }

        SceneHolder(const SceneHolder&) = delete;
        SceneHolder& operator=(const SceneHolder&) = delete;

        ~SceneHolder() { wlr_scene_node_destroy(&scene_->tree.node); }

        [[nodiscard]] wlr_scene* get() const { return scene_; }

    private:
        wlr_scene* scene_;
    };

    Capture& owner_;
    const shell::Window& window_; ///< compared only, never used
    SceneHolder scene_;
    SceneTree tree_; ///< goes before scene_, and the source with it
    wlr_ext_image_capture_source_v1* source_ = nullptr;
    Listener<&Source::on_gone> unmap_;
    Listener<&Source::on_gone> destroy_;
};

Capture::Capture(
    wl_display* display,
    wlr_renderer* renderer,
    wlr_allocator* allocator,
    std::function<bool()> locked
)
    : loop_(wl_display_get_event_loop(display))
    , renderer_(renderer)
    , allocator_(allocator)
    , locked_(std::move(locked))
    , toplevel_request_(
          *this,
          wlr_ext_foreign_toplevel_image_capture_source_manager_v1_create(display, 1)
              ->events.new_request
      ) {
    wlr_screencopy_manager_v1_create(display);
    wlr_ext_image_copy_capture_manager_v1_create(display, 1);
    wlr_ext_output_image_capture_source_manager_v1_create(display, 1);
}

Capture::~Capture() = default;

void Capture::on_toplevel_request(
    wlr_ext_foreign_toplevel_image_capture_source_manager_v1_request& request
) {
    auto* window = static_cast<shell::Window*>(request.toplevel_handle->data);
    if (window == nullptr || !window->mapped() || locked_()) {
        wlr_ext_foreign_toplevel_image_capture_source_manager_v1_request_accept(&request, nullptr);
        return;
    }
    auto found =
        std::ranges::find_if(sources_, [&](const auto& source) { return source->shows(*window); });
    if (found == sources_.end()) {
        sources_.push_back(std::make_unique<Source>(*this, *window));
        found = std::prev(sources_.end());
    }
    wlr_ext_foreign_toplevel_image_capture_source_manager_v1_request_accept(
        &request, (*found)->get()
    );
}

void Capture::draw_with(wlr_renderer* renderer, wlr_allocator* allocator) {
    stop_windows();
    renderer_ = renderer;
    allocator_ = allocator;
}

void Capture::stop_windows() {
    sources_.clear();
}

void Capture::forget(const Source& source) {
    std::erase_if(sources_, [&](const auto& owned) { return owned.get() == &source; });
}

} // namespace exwm_vr::capture
