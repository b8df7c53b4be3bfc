// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "wlr/listener.hpp"
#include "wm/model.hpp"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <utility>

namespace exwm_vr::shell {

/// Shows workspaces to panels, which may switch between them (ext-workspace v1): a group an
/// output.
class Workspaces {
public:
    struct Host {
        std::function<wlr_output*(OutputId)> output;       ///< null for an unknown one
        std::function<void(OutputId, int workspace)> show; ///< what a panel asks for
    };

    Workspaces(wl_display* display, Host host);
    Workspaces(const Workspaces&) = delete;
    Workspaces& operator=(const Workspaces&) = delete;
    ~Workspaces();

    /// Tells of all workspaces as they are now; those that are not in the list are gone.
    void update(std::span<const wm::WorkspaceInfo> workspaces);

private:
    class Group;
    class Entry;
    using Key = std::pair<OutputId, int>;

    void on_commit(wlr_ext_workspace_v1_commit_event& event);
    [[nodiscard]] const Key* find(const wlr_ext_workspace_handle_v1* handle) const;

    Host host_;
    wlr_ext_workspace_manager_v1* manager_; ///< dies with the display
    std::map<OutputId, std::unique_ptr<Group>> groups_;
    std::map<Key, std::unique_ptr<Entry>> entries_; ///< goes before groups_
    Listener<&Workspaces::on_commit> commit_;
};

} // namespace exwm_vr::shell
