// SPDX-License-Identifier: MIT
#include "shell/session_lock.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace exwm_vr::shell {
namespace {

constexpr config::Colour black{.red = 0, .green = 0, .blue = 0, .alpha = 1};
constexpr config::Colour dark_red{.red = 0.4F, .green = 0, .blue = 0, .alpha = 1};

int pid_of(const wlr_session_lock_v1& lock) {
    pid_t pid = 0;
    wl_client_get_credentials(wl_resource_get_client(lock.resource), &pid, nullptr, nullptr);
    return pid;
}

} // namespace

/// What the locker shows on one output.
class SessionLock::Surface {
public:
    Surface(SessionLock& owner, wlr_session_lock_surface_v1& surface)
        : owner_(owner)
        , surface_(surface)
        , tree_(scene::make_tree(owner.scene_.layer(scene::Layer::lock)))
        , map_(*this, surface.surface->events.map)
        , unmap_(*this, surface.surface->events.unmap)
        , destroy_(*this, surface.events.destroy) {
        if (wlr_scene_subsurface_tree_create(tree_.get(), surface.surface) == nullptr) {
            log::panic("out of memory for a lock surface");
        }
        place();
    }

    [[nodiscard]] wlr_session_lock_surface_v1& handle() const { return surface_; }

    void place() {
        const auto box = owner_.host_.output_box(surface_.output);
        wlr_scene_node_set_position(&tree_->node, box.x, box.y);
        if (!box.empty() && size_ != box.size()) {
            size_ = box.size();
            wlr_session_lock_surface_v1_configure(
                &surface_,
                static_cast<std::uint32_t>(box.width),
                static_cast<std::uint32_t>(box.height)
            );
        }
    }

private:
    void on_mapping() { owner_.host_.changed(); }

    void on_destroy() {
        owner_.forget(*this); // deletes this
    }

    SessionLock& owner_;
    wlr_session_lock_surface_v1& surface_;
    SceneTree tree_;
    Size size_{}; ///< as last configured
    Listener<&Surface::on_mapping> map_;
    Listener<&Surface::on_mapping> unmap_;
    Listener<&Surface::on_destroy> destroy_;
};

SessionLock::SessionLock(wl_display* display, scene::Scene& scene, Host host)
    : scene_(scene)
    , host_(std::move(host))
    , new_lock_(*this, wlr_session_lock_manager_v1_create(display)->events.new_lock)
    , new_surface_(*this)
    , unlock_(*this)
    , lock_destroy_(*this) {}

SessionLock::~SessionLock() = default;

void SessionLock::on_new_lock(wlr_session_lock_v1& lock) {
    if (lock_ != nullptr) {
        log::info("pid {} may not lock: pid {} has locked already", pid_of(lock), pid_of(*lock_));
        wlr_session_lock_v1_destroy(&lock); // tells it that it is finished
        return;
    }
    log::info("pid {} {}", pid_of(lock), locked_ ? "takes the lock over" : "locks the session");
    watch(lock);
    if (!locked_) {
        locked_ = true;
        scene_.lock(black);
        for (auto* output : host_.shown()) {
            auto* scene_output = wlr_scene_get_scene_output(scene_.get(), output);
            // One that needs no frame shows nothing that had to be hidden.
            if (scene_output != nullptr && wlr_scene_output_needs_frame(scene_output)) {
                showing_.emplace(output, output->commit_seq);
                wlr_output_schedule_frame(output);
            }
        }
    } else {
        scene_.lock(black);
    }
    host_.changed();
    tell_when_hidden();
}

void SessionLock::watch(wlr_session_lock_v1& lock) {
    lock_ = &lock;
    told_ = false;
    new_surface_.connect(lock.events.new_surface);
    unlock_.connect(lock.events.unlock);
    lock_destroy_.connect(lock.events.destroy);
}

void SessionLock::on_new_surface(wlr_session_lock_surface_v1& surface) {
    surfaces_.push_back(std::make_unique<Surface>(*this, surface));
}

void SessionLock::on_unlock() {
    log::info("the session is unlocked");
    locked_ = false;
    showing_.clear();
    scene_.unlock();
    host_.changed();
}

void SessionLock::on_lock_destroy() {
    new_surface_.disconnect();
    unlock_.disconnect();
    lock_destroy_.disconnect();
    lock_ = nullptr;
    if (locked_) {
        log::warn(
            "the locker is gone without unlocking: the session stays locked until another "
            "one unlocks it"
        );
        scene_.lock(dark_red);
        host_.changed();
    }
}

void SessionLock::presented(const wlr_output& output, std::uint32_t commit_seq) {
    const auto found = showing_.find(&output);
    // Sequence numbers wrap; what is later is ahead by less than half of them.
    if (found != showing_.end() && static_cast<std::int32_t>(commit_seq - found->second) > 0) {
        showing_.erase(found);
        tell_when_hidden();
    }
}

void SessionLock::outputs_changed() {
    if (!locked_) {
        return;
    }
    for (const auto& surface : surfaces_) {
        surface->place();
    }
    const auto shown = host_.shown();
    std::erase_if(showing_, [&](const auto& entry) {
        return !std::ranges::contains(shown, entry.first);
    });
    tell_when_hidden();
}

void SessionLock::tell_when_hidden() {
    if (lock_ != nullptr && !told_ && showing_.empty()) {
        told_ = true;
        wlr_session_lock_v1_send_locked(lock_);
    }
}

wlr_surface* SessionLock::keyboard_focus(const wlr_output* preferred) const {
    wlr_surface* any = nullptr;
    for (const auto& surface : surfaces_) {
        auto& handle = surface->handle();
        if (!handle.surface->mapped) {
            continue;
        }
        if (handle.output == preferred) {
            return handle.surface;
        }
        if (any == nullptr) {
            any = handle.surface;
        }
    }
    return any;
}

bool SessionLock::owns(wlr_surface* root) {
    return wlr_session_lock_surface_v1_try_from_wlr_surface(root) != nullptr;
}

void SessionLock::forget(const Surface& surface) {
    std::erase_if(surfaces_, [&](const auto& owned) { return owned.get() == &surface; });
    if (locked_) {
        host_.changed();
    }
}

} // namespace exwm_vr::shell
