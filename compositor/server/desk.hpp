// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "input/seat.hpp"
#include "output/outputs.hpp"
#include "scene/scene.hpp"
#include "shell/dialogs.hpp"
#include "shell/foreign_toplevels.hpp"
#include "shell/marks.hpp"
#include "shell/override_host.hpp"
#include "shell/panels.hpp"
#include "shell/session_lock.hpp"
#include "shell/toplevel.hpp"
#include "shell/workspaces.hpp"
#include "wm/model.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace exwm_vr::server {

/// What IPC peers are told of windows. Called once the change is on the screen.
struct DeskEvents {
    std::function<void(const shell::Window&)> created;
    std::function<void(WindowId)> destroyed;
    std::function<void(const shell::Window&)> renamed;
    std::function<void(const shell::Window&)> moved;   ///< another box
    std::function<void(const shell::Window&)> changed; ///< workspace, mode, urgency, icon …
    std::function<void(WindowId)> focused;             ///< not valid: none
    std::function<void(OutputId, int workspace)> workspace_shown;
    std::function<void(const output::Output&)> usable_changed;
    std::function<void(bool)> locked;
};

/// Joins the window model to what is on the screen: tells the model of windows, outputs and
/// panels, and shows the arrangement that it decides on.
class Desk : public shell::WindowHost, public shell::ToplevelOwner, public shell::OverrideHost {
public:
    Desk(wl_display* display, scene::Scene& scene, output::Outputs& outputs);
    ~Desk() override;

    /// The seat comes later than the desk, which it needs.
    void set_seat(input::Seat* seat) { seat_ = seat; }

    void set_events(DeskEvents events) { events_ = std::move(events); }

    void configure(const config::Config& config);

    [[nodiscard]] wm::Model& model() { return model_; }

    [[nodiscard]] const wm::Model& model() const { return model_; }

    [[nodiscard]] shell::Panels& panels() { return panels_; }

    [[nodiscard]] const shell::ForeignToplevels& foreign() const { return foreign_; }

    [[nodiscard]] const shell::Marks& marks() const { return marks_; }

    [[nodiscard]] shell::SessionLock& lock() { return lock_; }

    [[nodiscard]] const shell::SessionLock& lock() const { return lock_; }

    /// Shows what the model says now. To be called after each change of the model.
    void changed();

    [[nodiscard]] std::vector<const shell::Window*> windows() const; ///< mapped, oldest first
    [[nodiscard]] shell::Window* find(WindowId id) const;
    [[nodiscard]] shell::Window* find(const wlr_surface* surface) const;

    /// Whether a surface, or the window or panel that it belongs to, can be seen.
    [[nodiscard]] bool visible(wlr_surface* surface) const;

    /// That seat is about to go.
    void close_menus_of(const wlr_seat& seat) const;

    /// How a fullscreen window that covers the output would like to be shown.
    [[nodiscard]] output::FrameWish frame_wish(const output::Output& output) const;

    /// Drags a window by the pointer until the buttons are up; an error when none is down.
    Result<void> begin_move(WindowId id);
    /// @p edges of enum wlr_edges; 0 takes the corner nearest to the pointer.
    Result<void> begin_resize(WindowId id, std::uint32_t edges);

    // --- from outputs ---
    void output_activated(output::Output& output);
    void output_deactivated(const output::Output& output);
    void output_moved(const output::Output& output);

    // --- shell::WindowHost ---
    [[nodiscard]] WindowId new_window_id() override;
    void window_mapped(shell::Window& window) override;
    void window_unmapped(shell::Window& window) override;
    void window_renamed(shell::Window& window) override;
    void window_icon_changed(shell::Window& window) override;
    void window_reparented(shell::Window& window) override;
    void window_resized_itself(shell::Window& window, Size content) override;
    void window_redrawn(shell::Window& window) override;
    void box_requested(shell::Window& window, Box content) override;
    void fullscreen_requested(shell::Window& window, bool on, wlr_output* output) override;
    void activation_requested(shell::Window& window) override;
    void urgency_changed(shell::Window& window, bool urgent) override;
    void move_requested(shell::Window& window, std::optional<std::uint32_t> serial) override;
    void resize_requested(
        shell::Window& window, std::optional<std::uint32_t> serial, std::uint32_t edges
    ) override;
    [[nodiscard]] Box output_box(const shell::Window& window) const override;
    [[nodiscard]] Size room_for_window() const override;

    // --- shell::OverrideHost ---
    void override_shown(wlr_surface& surface, bool wants_keyboard) override;
    void override_moved() override;
    void override_hidden(wlr_surface& surface) override;

    // --- shell::ToplevelOwner ---
    void toplevel_destroyed(shell::Toplevel& toplevel) override;

private:
    void on_new_toplevel(wlr_xdg_toplevel& toplevel);
    void on_new_token(wlr_xdg_activation_token_v1& token);
    void on_request_activate(wlr_xdg_activation_v1_request_activate_event& event);
    void on_bell(wlr_xdg_system_bell_v1_ring_event& event);
    void usable_changed(wlr_output* output, Box usable);
    void apply_placements();
    void apply_focus();
    void apply_lock();
    [[nodiscard]] wlr_surface* wanted_focus() const;
    /// Tells the X server in which order its windows lie, bottom to top.
    void restack_in_server(const std::vector<shell::Window*>& x11_windows);
    void tell_workspaces();
    [[nodiscard]] bool
    holds_pointer(const shell::Window& window, std::optional<std::uint32_t> serial) const;
    [[nodiscard]] WindowId parent_of(const shell::Window& window) const;
    /// Carries out a request of a panel or a taskbar.
    void request(WindowId id, const std::function<Result<void>()>& change);

    scene::Scene& scene_;
    output::Outputs& outputs_;
    input::Seat* seat_ = nullptr;
    config::Appearance look_;
    wm::Model model_;
    DeskEvents events_;
    shell::Panels panels_;
    shell::ForeignToplevels foreign_;
    shell::Marks marks_;
    shell::Dialogs dialogs_;
    shell::SessionLock lock_;
    shell::Workspaces workspaces_;
    std::vector<std::unique_ptr<shell::Toplevel>> toplevels_;
    std::unordered_map<WindowId, shell::Window*> by_id_;
    std::uint64_t next_window_ = first_window_id;
    WindowId told_focus_;
    bool told_locked_ = false;
    std::vector<wlr_surface*> override_focus_; ///< who want the keyboard; the last one has it
    std::vector<WindowId> told_stack_;         ///< as the X server knows it, bottom to top
    std::unordered_map<OutputId, int> told_workspaces_;
    WindowId resizing_; ///< by the pointer
    std::uint32_t resizing_edges_ = 0;
    wlr_tearing_control_manager_v1* tearing_; ///< dies with the display
    wlr_content_type_manager_v1* content_;    ///< dies with the display
    bool applying_ = false;
    wlr_xdg_shell* xdg_shell_; ///< the display's
    Listener<&Desk::on_new_toplevel> new_toplevel_;
    wlr_xdg_activation_v1* activation_; ///< dies with the display
    Listener<&Desk::on_new_token> new_token_;
    Listener<&Desk::on_request_activate> request_activate_;
    Listener<&Desk::on_bell> bell_;
};

} // namespace exwm_vr::server
