// SPDX-License-Identifier: MIT
#include "shell/workspaces.hpp"

#include "base/format.hpp"
#include "base/log.hpp"

#include <array>
#include <set>
#include <string>
#include <vector>

namespace exwm_vr::shell {

class Workspaces::Group {
public:
    Group(wlr_ext_workspace_manager_v1* manager, wlr_output& output)
        : name_(output.name)
        , handle_(wlr_ext_workspace_group_handle_v1_create(manager, 0)) {
        if (handle_ == nullptr) {
            log::panic("out of memory for a group of workspaces");
        }
        wlr_ext_workspace_group_handle_v1_output_enter(handle_, &output);
    }

    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

    ~Group() { wlr_ext_workspace_group_handle_v1_destroy(handle_); }

    [[nodiscard]] wlr_ext_workspace_group_handle_v1* get() const { return handle_; }

    [[nodiscard]] const std::string& output_name() const { return name_; }

private:
    std::string name_;
    wlr_ext_workspace_group_handle_v1* handle_;
};

class Workspaces::Entry {
public:
    Entry(wlr_ext_workspace_manager_v1* manager, const Group& group, int index)
        // The same number of the same output is the same workspace in the next session, too.
        : handle_(wlr_ext_workspace_handle_v1_create(
              manager,
              formatted("{}/{}", group.output_name(), index).c_str(),
              EXT_WORKSPACE_HANDLE_V1_WORKSPACE_CAPABILITIES_ACTIVATE
          )) {
        if (handle_ == nullptr) {
            log::panic("out of memory for a workspace");
        }
        wlr_ext_workspace_handle_v1_set_group(handle_, group.get());
        const std::array coordinates{static_cast<std::uint32_t>(index)};
        wlr_ext_workspace_handle_v1_set_coordinates(
            handle_, coordinates.data(), coordinates.size()
        );
    }

    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    ~Entry() { wlr_ext_workspace_handle_v1_destroy(handle_); }

    [[nodiscard]] const wlr_ext_workspace_handle_v1* get() const { return handle_; }

    void tell(const wm::WorkspaceInfo& info) {
        wlr_ext_workspace_handle_v1_set_name(handle_, info.name.c_str());
        wlr_ext_workspace_handle_v1_set_active(handle_, info.active);
        wlr_ext_workspace_handle_v1_set_urgent(handle_, info.urgent);
        // Most are empty; a panel that is asked to hide them shows those that matter.
        wlr_ext_workspace_handle_v1_set_hidden(handle_, !info.active && info.windows.empty());
    }

private:
    wlr_ext_workspace_handle_v1* handle_;
};

Workspaces::Workspaces(wl_display* display, Host host)
    : host_(std::move(host))
    , manager_(wlr_ext_workspace_manager_v1_create(display, 1))
    , commit_(*this) {
    if (manager_ == nullptr) {
        log::panic("out of memory for ext-workspace");
    }
    commit_.connect(manager_->events.commit);
}

Workspaces::~Workspaces() = default;

void Workspaces::update(std::span<const wm::WorkspaceInfo> workspaces) {
    std::set<OutputId> outputs;
    std::set<Key> there;
    for (const auto& info : workspaces) {
        auto* output = host_.output(info.output);
        if (output == nullptr) {
            continue; // without outputs windows wait on workspaces that nobody can show
        }
        auto& group = groups_[info.output];
        if (!group) {
            group = std::make_unique<Group>(manager_, *output);
        }
        const Key key{info.output, info.index};
        auto& entry = entries_[key];
        if (!entry) {
            entry = std::make_unique<Entry>(manager_, *group, info.index);
        }
        entry->tell(info);
        outputs.insert(info.output);
        there.insert(key);
    }
    std::erase_if(entries_, [&](const auto& entry) { return !there.contains(entry.first); });
    std::erase_if(groups_, [&](const auto& group) { return !outputs.contains(group.first); });
}

const Workspaces::Key* Workspaces::find(const wlr_ext_workspace_handle_v1* handle) const {
    for (const auto& [key, entry] : entries_) {
        if (entry->get() == handle) {
            return &key;
        }
    }
    return nullptr;
}

void Workspaces::on_commit(wlr_ext_workspace_v1_commit_event& event) {
    // Collected first: carrying a request out may add and remove workspaces.
    std::vector<Key> wanted;
    const wlr_ext_workspace_v1_request* request = nullptr;
    wl_list_for_each(request, event.requests, link) {
        if (request->type != WLR_EXT_WORKSPACE_V1_REQUEST_ACTIVATE) {
            continue; // no other one is among the capabilities
        }
        if (const auto* key = find(request->activate.workspace)) {
            wanted.push_back(*key);
        }
    }
    for (const auto& [output, index] : wanted) {
        host_.show(output, index);
    }
}

} // namespace exwm_vr::shell
