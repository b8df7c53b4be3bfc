// SPDX-License-Identifier: MIT
// Who is told of what: the wiring between the desk, the outputs and IPC peers.
#include "server/server.hpp"
#include "wm/x11_space.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace exwm_vr::server {

void Server::connect_events() {
    outputs_.set_events({
        .activated =
            [this](output::Output& output) {
                desk_.output_activated(output);
                xwayland_.workarea_changed();
            },
        .deactivated =
            [this](output::Output& output) {
                desk_.output_deactivated(output);
                xwayland_.workarea_changed();
            },
        .moved = [this](output::Output& output) { desk_.output_moved(output); },
        .presented = [this](
                         const output::Output& output, std::uint32_t commit_seq
                     ) { desk_.lock().presented(output.handle(), commit_seq); },
        .frame_wish = [this](const output::Output& output) { return desk_.frame_wish(output); },
        .held_off = [this](const output::Output& output) { return user_input_.lid_holds(output); },
        .refused =
            [this](const output::Output& output) { return leases_.make_room(output.handle()); },
        .changed = [this] { outputs_changed(); },
    });
    seat_.devices().set_events({
        .added = [this](const config::InputState& input) { ipc_.input_added(input); },
        .removed =
            [this](std::uint32_t id, const std::string& name) { ipc_.input_removed(id, name); },
    });
    desk_.set_events({
        .created = [this](
                       const shell::Window& window
                   ) { ipc_.surface_created(ipc_desktop_.describe(window)); },
        .destroyed = [this](WindowId id) { ipc_.surface_destroyed(id); },
        .renamed = [this](
                       const shell::Window& window
                   ) { ipc_.surface_title_changed(window.id(), window.title()); },
        .moved = [this](
                     const shell::Window& window
                 ) { ipc_.surface_geometry_changed(window.id(), window.placement().box); },
        .changed = [this](
                       const shell::Window& window
                   ) { ipc_.surface_changed(ipc_desktop_.describe(window)); },
        .focused = [this](WindowId id) { ipc_.surface_focused(id); },
        .workspace_shown =
            [this](OutputId id, int workspace) {
                if (const auto* output = outputs_.find(id)) {
                    ipc_.workspace_changed(IpcDesktop::describe(*output), workspace);
                }
            },
        .usable_changed =
            [this](const output::Output& output) {
                ipc_.output_usable_area_changed(IpcDesktop::describe(output));
                xwayland_.workarea_changed();
            },
        .locked =
            [this](bool locked) {
                if (locked) {
                    capture_.stop_windows();
                    xwayland_.cancel_drag();
                }
                leases_.set_locked(locked);
                ipc_.session_locked(locked);
            },
    });
}

Box Server::workarea() const {
    // X11 knows one for all outputs together.
    Box all;
    for (const auto* output : outputs_.all()) {
        if (output->active()) {
            all = all.united(output->usable());
        }
    }
    return all;
}

void Server::scale_x11(const config::Config& config) {
    std::vector<double> scales;
    for (const auto* output : outputs_.all()) {
        if (output->active()) {
            scales.push_back(output->handle().scale);
        }
    }
    xwayland_.set_scale(wm::x11_scale(config.xwayland.scale, scales), config.cursor.size);
}

void Server::outputs_changed() {
    scale_x11(settings_.config);
    management_.publish();
    desk_.lock().outputs_changed();
    user_input_.outputs_changed();
    std::unordered_map<OutputId, ipc::Output> now;
    for (const auto* output : outputs_.all()) {
        now.emplace(output->id(), IpcDesktop::describe(*output));
    }
    for (const auto& [id, output] : told_outputs_) {
        if (!now.contains(id)) {
            ipc_.output_removed(id, output.name);
        }
    }
    for (const auto& [id, output] : now) {
        const auto told = told_outputs_.find(id);
        if (told == told_outputs_.end()) {
            ipc_.output_added(output);
        } else if (told->second != output) {
            ipc_.output_changed(output);
        }
    }
    told_outputs_ = std::move(now);
    // Last: the end of a lease makes the backend look at what is plugged in, and outputs may go.
    std::vector<OutputId> ids;
    std::ranges::transform(outputs_.all(), std::back_inserter(ids), &output::Output::id);
    for (const auto id : ids) {
        if (const auto* output = outputs_.find(id); output != nullptr && output->handle().enabled) {
            leases_.output_shown(output->handle());
        }
    }
}

} // namespace exwm_vr::server
