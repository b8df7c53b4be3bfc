// SPDX-License-Identifier: MIT
#include "shell/foreign_toplevels.hpp"

#include "base/log.hpp"

#include <utility>

namespace exwm_vr::shell {

class ForeignToplevels::Entry {
public:
    Entry(ForeignToplevels& owner, Window& window)
        : owner_(owner)
        , id_(window.id())
        , listed_(make_listed(owner, window))
        , managed_(wlr_foreign_toplevel_handle_v1_create(owner.manager_))
        , activate_(*this, managed_->events.request_activate)
        , close_(*this, managed_->events.request_close)
        , fullscreen_(*this, managed_->events.request_fullscreen) {
        listed_->data = &window;
    }

    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    ~Entry() {
        activate_.disconnect();
        close_.disconnect();
        fullscreen_.disconnect();
        wlr_foreign_toplevel_handle_v1_destroy(managed_);
        wlr_ext_foreign_toplevel_handle_v1_destroy(listed_);
    }

    void rename(const Window& window) {
        const auto title = window.title();
        const auto app_id = window.app_id();
        const wlr_ext_foreign_toplevel_handle_v1_state state{
            .title = title.c_str(), .app_id = app_id.c_str()
        };
        wlr_ext_foreign_toplevel_handle_v1_update_state(listed_, &state);
        wlr_foreign_toplevel_handle_v1_set_title(managed_, title.c_str());
        wlr_foreign_toplevel_handle_v1_set_app_id(managed_, app_id.c_str());
    }

    void set_parent(Entry* parent) {
        wlr_foreign_toplevel_handle_v1_set_parent(
            managed_, parent != nullptr ? parent->managed_ : nullptr
        );
    }

    void update(const wm::Placement& placement, wlr_output* output) {
        if (output != output_) {
            if (output_ != nullptr) {
                wlr_foreign_toplevel_handle_v1_output_leave(managed_, output_);
            }
            if (output != nullptr) {
                wlr_foreign_toplevel_handle_v1_output_enter(managed_, output);
            }
            output_ = output;
        }
        wlr_foreign_toplevel_handle_v1_set_activated(managed_, placement.focused);
        wlr_foreign_toplevel_handle_v1_set_fullscreen(managed_, placement.fullscreen);
    }

    [[nodiscard]] std::string identifier() const { return listed_->identifier; }

private:
    static wlr_ext_foreign_toplevel_handle_v1*
    make_listed(const ForeignToplevels& owner, const Window& window) {
        const auto title = window.title();
        const auto app_id = window.app_id();
        const wlr_ext_foreign_toplevel_handle_v1_state state{
            .title = title.c_str(), .app_id = app_id.c_str()
        };
        auto* handle = wlr_ext_foreign_toplevel_handle_v1_create(owner.list_, &state);
        if (handle == nullptr) {
            log::panic("out of memory for a foreign toplevel");
        }
        return handle;
    }

    void on_activate() { owner_.requests_.activate(id_); }

    void on_close() { owner_.requests_.close(id_); }

    void on_fullscreen(wlr_foreign_toplevel_handle_v1_fullscreen_event& event) {
        owner_.requests_.fullscreen(id_, event.fullscreen, event.output);
    }

    ForeignToplevels& owner_;
    WindowId id_;
    wlr_ext_foreign_toplevel_handle_v1* listed_;
    wlr_foreign_toplevel_handle_v1* managed_;
    wlr_output* output_ = nullptr;
    Listener<&Entry::on_activate> activate_;
    Listener<&Entry::on_close> close_;
    Listener<&Entry::on_fullscreen> fullscreen_;
};

ForeignToplevels::ForeignToplevels(wl_display* display, Requests requests)
    : requests_(std::move(requests))
    , list_(wlr_ext_foreign_toplevel_list_v1_create(display, 1))
    , manager_(wlr_foreign_toplevel_manager_v1_create(display)) {}

ForeignToplevels::~ForeignToplevels() = default;

void ForeignToplevels::add(Window& window) {
    const auto [entry, added] =
        entries_.emplace(window.id(), std::make_unique<Entry>(*this, window));
    entry->second->rename(window);
}

void ForeignToplevels::remove(WindowId id) {
    entries_.erase(id);
}

void ForeignToplevels::renamed(const Window& window, WindowId parent) {
    const auto entry = entries_.find(window.id());
    if (entry == entries_.end()) {
        return;
    }
    entry->second->rename(window);
    const auto above = entries_.find(parent);
    entry->second->set_parent(above != entries_.end() ? above->second.get() : nullptr);
}

void ForeignToplevels::update(const wm::Placement& placement, wlr_output* output) {
    if (const auto entry = entries_.find(placement.window); entry != entries_.end()) {
        entry->second->update(placement, output);
    }
}

std::string ForeignToplevels::identifier(WindowId id) const {
    const auto entry = entries_.find(id);
    return entry != entries_.end() ? entry->second->identifier() : std::string();
}

} // namespace exwm_vr::shell
