// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "scene/scene.hpp"
#include "wlr/listener.hpp"

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace exwm_vr::shell {

/// The lock screen (ext-session-lock v1).
///
/// From a locker's request on nothing but its surfaces is shown or hit, until that locker, or one
/// that took over from a dead one, unlocks. A locker that goes without unlocking leaves the
/// session locked, over a red ground.
class SessionLock {
public:
    struct Host {
        /// All outputs that show a picture now.
        std::function<std::vector<wlr_output*>()> shown;
        /// Layout box of an output, logical px; empty when it has no place.
        std::function<Box(const wlr_output*)> output_box;
        /// locked(), keyboard_focus() or owns() may have other answers.
        std::function<void()> changed;
    };

    SessionLock(wl_display* display, scene::Scene& scene, Host host);
    SessionLock(const SessionLock&) = delete;
    SessionLock& operator=(const SessionLock&) = delete;
    ~SessionLock();

    [[nodiscard]] bool locked() const { return locked_; }

    /// The lock surface on @p preferred (may be null), else any; null while there is none.
    [[nodiscard]] wlr_surface* keyboard_focus(const wlr_output* preferred) const;

    /// Whether it is the locker's.
    [[nodiscard]] static bool owns(wlr_surface* root);

    /// An output has shown the frame with this number (wlr_output::commit_seq).
    void presented(const wlr_output& output, std::uint32_t commit_seq);

    /// An output came, went, or has another box.
    void outputs_changed();

private:
    class Surface;

    void on_new_lock(wlr_session_lock_v1& lock);
    void on_new_surface(wlr_session_lock_surface_v1& surface);
    void on_unlock();
    void on_lock_destroy();
    void watch(wlr_session_lock_v1& lock);
    /// The locker is told once no output shows the desktop any more.
    void tell_when_hidden();
    void forget(const Surface& surface);

    scene::Scene& scene_;
    Host host_;
    bool locked_ = false;
    wlr_session_lock_v1* lock_ = nullptr; ///< null when not locked, or when the locker is dead
    bool told_ = false;
    /// Outputs that still show the desktop, with the number of the last frame that may.
    std::unordered_map<const wlr_output*, std::uint32_t> showing_;
    std::vector<std::unique_ptr<Surface>> surfaces_;

    Listener<&SessionLock::on_new_lock> new_lock_;
    Listener<&SessionLock::on_new_surface> new_surface_;
    Listener<&SessionLock::on_unlock> unlock_;
    Listener<&SessionLock::on_lock_destroy> lock_destroy_;
};

} // namespace exwm_vr::shell
