// SPDX-License-Identifier: MIT
#include "ipc/describe.hpp"
#include "ipc/server_impl.hpp"

namespace exwm_vr::ipc {
void Server::surface_created(const Surface& surface) {
    impl_->window_pids[surface.id] = surface.pid;
    impl_->broadcast_surface(EventType::surface_created, surface.id, [&](const Session& reader) {
        Plist fields;
        fields.set("id", surface.id.value).append(surface_plist(surface, reader));
        return fields;
    });
}

void Server::surface_destroyed(WindowId id) {
    impl_->broadcast_surface(EventType::surface_destroyed, id, [&](const Session&) {
        return Plist().set("id", id.value);
    });
    impl_->window_pids.erase(id);
}

void Server::surface_title_changed(WindowId id, std::string_view title) {
    const auto surface = impl_->desktop.surface(id);
    const std::string app_id = surface ? surface->app_id : std::string();
    impl_->broadcast_surface(EventType::surface_title_changed, id, [&](const Session& reader) {
        Plist fields;
        fields.set("id", id.value).set("title", title_for(reader, title, app_id));
        return fields;
    });
}

void Server::surface_focused(WindowId id) {
    impl_->broadcast_surface(EventType::surface_focused, id, [&](const Session& reader) {
        // Version 1 has no word for it.
        const bool tell = id.valid() || reader.version > 1;
        return tell ? std::optional(Plist().set("id", id.valid() ? Value(id.value) : Value()))
                    : std::nullopt;
    });
}

void Server::surface_geometry_changed(WindowId id, Box box) {
    impl_->broadcast_surface(EventType::surface_geometry_changed, id, [&](const Session&) {
        Plist fields;
        fields.set("id", id.value).set("geometry", geometry_plist(box).take());
        return fields;
    });
}

void Server::surface_changed(const Surface& surface) {
    impl_->broadcast_surface(EventType::surface_changed, surface.id, [&](const Session& reader) {
        Plist fields;
        fields.set("id", surface.id.value).append(surface_plist(surface, reader));
        return fields;
    });
}

void Server::workspace_changed(const Output& output, int index) {
    const bool focused = impl_->desktop.model().focused_output() == output.id;
    impl_->broadcast(EventType::workspace_changed, [&](const Session& reader) {
        // Version 1 knows one row of workspaces: what the focused output shows.
        if (reader.version == 1 && !focused) {
            return std::optional<Plist>();
        }
        Plist fields;
        fields.set("workspace", index)
            .set("output", output.name)
            .set("output-id", output.id.value)
            .set("focused", focused);
        return std::optional(std::move(fields));
    });
}

void Server::output_added(const Output& output) {
    impl_->broadcast(EventType::output_added, [&](const Session&) { return output_plist(output); });
}

void Server::output_changed(const Output& output) {
    impl_->broadcast(EventType::output_changed, [&](const Session&) {
        return output_plist(output);
    });
}

void Server::output_removed(OutputId id, std::string_view name) {
    impl_->broadcast(EventType::output_removed, [&](const Session&) {
        return Plist().set("output-id", id.value).set("name", name);
    });
}

void Server::output_usable_area_changed(const Output& output) {
    impl_->broadcast(EventType::output_usable_area_changed, [&](const Session&) {
        Plist fields = geometry_plist(output.usable);
        fields.set("output", output.name).set("output-id", output.id.value);
        return fields;
    });
}

void Server::input_added(const config::InputState& input) {
    impl_->broadcast(EventType::input_added, [&](const Session&) { return input_plist(input); });
}

void Server::input_removed(std::uint32_t id, std::string_view name) {
    impl_->broadcast(EventType::input_removed, [&](const Session&) {
        return Plist().set("input-id", id).set("name", name);
    });
}

void Server::config_reloaded() {
    impl_->broadcast(EventType::config_reloaded, [](const Session&) { return Plist(); });
}

void Server::config_failed(std::string_view message) {
    impl_->broadcast(EventType::config_failed, [&](const Session&) {
        return Plist().set("message", message);
    });
}

void Server::session_locked(bool locked) {
    impl_->broadcast(EventType::session_locked, [&](const Session&) {
        return Plist().set("locked", locked);
    });
}

void Server::headsets_changed() {
    impl_->broadcast(EventType::headsets_changed, [](const Session&) { return Plist(); });

    auto& told = impl_->told_displays;
    const auto now = displays_of(impl_->desktop);
    const auto hotplug = [&](const auto& display, bool connected) {
        impl_->broadcast(EventType::vr_display_hotplug, [&](const Session&) {
            return Plist()
                .set("connector", display.first)
                .set("connector-id", display.second)
                .set("connected", connected);
        });
    };
    for (const auto& display : told.connectors) {
        if (!now.connectors.contains(display.first)) {
            hotplug(display, false);
        }
    }
    for (const auto& display : now.connectors) {
        if (!told.connectors.contains(display.first)) {
            hotplug(display, true);
        }
    }
    if (now.selected && now.selected != told.selected) {
        impl_->broadcast(EventType::vr_display_hmd_selected, [&](const Session&) {
            return Plist()
                .set("hmd", name_value(now.selected->name))
                .set("connector", now.selected->connector)
                .set("connector-id", now.selected->connector_id);
        });
    }
    if (now.mode != told.mode) {
        impl_->broadcast(EventType::vr_display_mode_changed, [&](const Session&) {
            return Plist().set("mode", Keyword{std::string(now.mode)});
        });
    }
    told = now;
}

bool Server::lease_requested(const Lease& lease) {
    bool told = false;
    impl_->broadcast(EventType::lease_requested, [&](const Session&) {
        told = true;
        return lease_plist(lease);
    });
    return told;
}

} // namespace exwm_vr::ipc
