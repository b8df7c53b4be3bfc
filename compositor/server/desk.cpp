// SPDX-License-Identifier: MIT
#include "server/desk.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <ranges>
#include <set>

namespace exwm_vr::server {
namespace {

constexpr std::uint32_t xdg_shell_version = 6;

} // namespace

Desk::Desk(wl_display* display, scene::Scene& scene, output::Outputs& outputs)
    : scene_(scene)
    , outputs_(outputs)
    , panels_(
          display,
          scene,
          {
              .default_output = [this]() -> wlr_output* {
                  auto* output = outputs_.find(model_.focused_output());
                  return output != nullptr ? &output->handle() : nullptr;
              },
              .output_box =
                  [this](const wlr_output* handle) {
                      const auto* output = outputs_.find(handle);
                      return output != nullptr && output->active() ? output->box() : Box{};
                  },
              .usable_changed =
                  [this](wlr_output* output, Box usable) { usable_changed(output, usable); },
              .focus_changed = [this] { changed(); },
          }
      )
    , foreign_(
          display,
          {
              .activate = [this](WindowId id) { request(id, [&] { return model_.focus(id); }); },
              .close =
                  [this](WindowId id) {
                      if (auto* window = find(id)) {
                          window->close();
                      }
                  },
              .fullscreen =
                  [this](WindowId id, bool on, wlr_output* handle) {
                      const auto* output = outputs_.find(handle);
                      request(id, [&] {
                          return model_.set_fullscreen(
                              id, on, output != nullptr ? output->id() : OutputId{}
                          );
                      });
                  },
          }
      )
    , marks_(
          display,
          [this](const wlr_surface& surface) {
              if (auto* window = find(&surface); window != nullptr && events_.changed) {
                  events_.changed(*window);
              }
          }
      )
    , dialogs_(
          display,
          [this](const wlr_surface& surface) {
              if (const auto* window = find(&surface)) {
                  request(window->id(), [&] { return model_.set_floating(window->id(), true); });
              }
          }
      )
    , lock_(
          display,
          scene,
          {
              .shown =
                  [this] {
                      std::vector<wlr_output*> shown;
                      for (const auto* output : outputs_.all()) {
                          if (output->active() && output->handle().enabled) {
                              shown.push_back(&output->handle());
                          }
                      }
                      return shown;
                  },
              .output_box =
                  [this](const wlr_output* handle) {
                      const auto* output = outputs_.find(handle);
                      return output != nullptr && output->active() ? output->box() : Box{};
                  },
              .changed = [this] { changed(); },
          }
      )
    , workspaces_(
          display,
          {
              .output = [this](OutputId id) -> wlr_output* {
                  auto* output = outputs_.find(id);
                  return output != nullptr ? &output->handle() : nullptr;
              },
              .show =
                  [this](OutputId output, int index) {
                      if (model_.show_workspace(index, output)) {
                          changed();
                      }
                  },
          }
      )
    , tearing_(wlr_tearing_control_manager_v1_create(display, 1))
    , content_(wlr_content_type_manager_v1_create(display, 1))
    , xdg_shell_(wlr_xdg_shell_create(display, xdg_shell_version))
    , new_toplevel_(*this, xdg_shell_->events.new_toplevel)
    , activation_(wlr_xdg_activation_v1_create(display))
    , new_token_(*this, activation_->events.new_token)
    , request_activate_(*this, activation_->events.request_activate)
    , bell_(*this, wlr_xdg_system_bell_v1_create(display, 1)->events.ring) {}

Desk::~Desk() = default;

void Desk::close_menus_of(const wlr_seat& seat) const {
    shell::close_menus_of(*xdg_shell_, seat);
}

void Desk::configure(const config::Config& config) {
    look_ = config.appearance;
    model_.set_options(config.windows);
    scene_.set_background(look_.background, outputs_.extents());
    changed();
}

std::vector<const shell::Window*> Desk::windows() const {
    std::vector<const shell::Window*> result;
    for (const auto id : model_.windows()) {
        if (const auto* window = find(id)) {
            result.push_back(window);
        }
    }
    return result;
}

shell::Window* Desk::find(WindowId id) const {
    const auto found = by_id_.find(id);
    return found != by_id_.end() ? found->second : nullptr;
}

shell::Window* Desk::find(const wlr_surface* surface) const {
    const auto found = std::ranges::find(by_id_, surface, [](const auto& entry) {
        return entry.second->surface();
    });
    return found != by_id_.end() ? found->second : nullptr;
}

bool Desk::visible(wlr_surface* surface) const {
    auto* root = wlr_surface_get_root_surface(surface);
    if (lock_.locked()) {
        return root->mapped && shell::SessionLock::owns(root);
    }
    const auto* window = find(root);
    // A window keeps its place until after all were told that it is unmapped; its surface knows.
    return root->mapped && (window == nullptr || window->placement().visible);
}

void Desk::changed() {
    // Focus and configure events may lead back here; the outer call shows the latest state.
    if (seat_ == nullptr || applying_) {
        return;
    }
    applying_ = true;
    apply_lock();
    apply_placements();
    apply_focus();
    seat_->pointer().refresh();
    seat_->transient().refresh();
    seat_->idle().refresh();
    tell_workspaces();
    applying_ = false;
}

void Desk::apply_placements() {
    const auto placements = model_.arrange();
    // What shares an output with a visible fullscreen window goes above the panels with it.
    std::set<OutputId> covered;
    for (const auto& placement : placements) {
        if (placement.fullscreen && placement.visible) {
            covered.insert(placement.output);
        }
    }
    std::vector<shell::Window*> x11_windows;
    std::vector<shell::Window*> high_x11_windows;
    const shell::Window* below_in_windows = nullptr;
    const shell::Window* below_in_fullscreen = nullptr;
    for (const auto& placement : placements) {
        auto* window = find(placement.window);
        if (window == nullptr) {
            log::panic("the model has a window that is not there");
        }
        const bool high = placement.visible && covered.contains(placement.output);
        auto& below = high ? below_in_fullscreen : below_in_windows;
        const auto before = window->placement();
        window->apply(placement, look_, high ? scene::Layer::fullscreen : scene::Layer::windows);
        window->stack_above(below);
        below = window;
        if (window->x11()) {
            (high ? high_x11_windows : x11_windows).push_back(window);
        }
        if (before == placement) {
            continue;
        }
        const auto* output = outputs_.find(placement.output);
        foreign_.update(placement, output != nullptr ? &output->handle() : nullptr);
        if (!before.window.valid()) {
            continue; // just mapped: told as created
        }
        if (before.box != placement.box && events_.moved) {
            events_.moved(*window);
        }
        auto rest = placement;
        rest.box = before.box;
        rest.focused = before.focused;
        if (rest != before && events_.changed) {
            events_.changed(*window);
        }
    }
    x11_windows.append_range(high_x11_windows);
    restack_in_server(x11_windows);
}

void Desk::apply_lock() {
    if (std::exchange(told_locked_, lock_.locked()) == lock_.locked()) {
        return;
    }
    seat_->pointer().end_drag();
    seat_->forbid_grabs(lock_.locked());
    if (events_.locked) {
        events_.locked(lock_.locked());
    }
}

wlr_surface* Desk::wanted_focus() const {
    if (lock_.locked()) {
        const auto* output = outputs_.find(model_.focused_output());
        return lock_.keyboard_focus(output != nullptr ? &output->handle() : nullptr);
    }
    if (auto* panel = panels_.keyboard_focus()) {
        return panel;
    }
    if (!override_focus_.empty()) {
        return override_focus_.back();
    }
    const auto* window = find(model_.focused());
    return window != nullptr ? window->surface() : nullptr;
}

void Desk::apply_focus() {
    // What an X11 menu was opened over is no longer what the user looks at, nor is a panel.
    if (told_focus_ != model_.focused()) {
        override_focus_.clear();
        panels_.focus_moved();
    }
    seat_->focus_keyboard(wanted_focus());
    if (told_focus_ != model_.focused()) {
        told_focus_ = model_.focused();
        if (events_.focused) {
            events_.focused(told_focus_);
        }
    }
}

void Desk::tell_workspaces() {
    workspaces_.update(model_.workspaces());
    if (!events_.workspace_shown) {
        return;
    }
    for (const auto output : model_.outputs()) {
        const int shown = model_.shown_workspace(output);
        const auto [told, fresh] = told_workspaces_.try_emplace(output, shown);
        if (!fresh && told->second != shown) {
            told->second = shown;
            events_.workspace_shown(output, shown);
        }
    }
}

void Desk::on_new_toplevel(wlr_xdg_toplevel& toplevel) {
    toplevels_.push_back(std::make_unique<shell::Toplevel>(*this, *this, toplevel, scene_));
}

WindowId Desk::new_window_id() {
    return WindowId{next_window_++};
}

WindowId Desk::parent_of(const shell::Window& window) const {
    const auto* parent = window.parent_surface();
    const auto* found = parent != nullptr ? find(parent) : nullptr;
    return found != nullptr ? found->id() : WindowId{};
}

void Desk::window_mapped(shell::Window& window) {
    by_id_.emplace(window.id(), &window);
    auto traits = window.traits();
    traits.parent = parent_of(window);
    foreign_.add(window);
    foreign_.renamed(window, traits.parent);
    model_.add_window(window.id(), traits);
    changed();
    if (events_.created) {
        events_.created(window);
    }
}

void Desk::window_unmapped(shell::Window& window) {
    const auto id = window.id();
    if (resizing_ == id || seat_->pointer().dragging()) {
        seat_->pointer().end_drag();
    }
    foreign_.remove(id);
    model_.remove_window(id);
    by_id_.erase(id);
    changed();
    if (events_.destroyed) {
        events_.destroyed(id);
    }
}

void Desk::toplevel_destroyed(shell::Toplevel& toplevel) {
    std::erase_if(toplevels_, [&](const auto& owned) { return owned.get() == &toplevel; });
}

void Desk::window_renamed(shell::Window& window) {
    foreign_.renamed(window, parent_of(window));
    if (events_.renamed) {
        events_.renamed(window);
    }
}

void Desk::window_reparented(shell::Window& window) {
    const auto parent = parent_of(window);
    foreign_.renamed(window, parent);
    request(window.id(), [&] { return model_.set_parent(window.id(), parent); });
}

void Desk::fullscreen_requested(shell::Window& window, bool on, wlr_output* handle) {
    const auto* output = outputs_.find(handle);
    request(window.id(), [&] {
        return model_.set_fullscreen(
            window.id(), on, output != nullptr ? output->id() : OutputId{}
        );
    });
}

void Desk::box_requested(shell::Window& window, Box content) {
    const int border = window.placement().border;
    const Box outer{
        content.x - border,
        content.y - border,
        content.width + 2 * border,
        content.height + 2 * border
    };
    request(window.id(), [&] { return model_.set_box(window.id(), outer); });
}

void Desk::request(WindowId id, const std::function<Result<void>()>& change) {
    if (const auto done = change(); !done) {
        log::debug("window {}: {}", id.value, done.error().message);
        return;
    }
    changed();
}

Box Desk::output_box(const shell::Window& window) const {
    const auto* output = outputs_.find(window.placement().output);
    return output != nullptr ? output->box() : Box{};
}

Size Desk::room_for_window() const {
    const auto* output = outputs_.find(model_.focused_output());
    return output != nullptr ? output->usable().size() : Size{};
}

} // namespace exwm_vr::server
