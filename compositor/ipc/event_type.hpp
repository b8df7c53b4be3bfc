// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace exwm_vr::ipc {

/// What peers are told of without asking.
enum class EventType : std::uint8_t {
    surface_created,
    surface_destroyed,
    surface_title_changed,
    surface_focused,
    surface_geometry_changed,
    workspace_changed,
    key_pressed,
    output_usable_area_changed,
    vr_display_mode_changed,
    vr_display_hotplug,
    vr_display_hmd_selected,
    // From here on version 2 only: EWWM v1's Emacs client complains in the echo area about each
    // event that it does not know.
    surface_changed,
    output_added,
    output_changed,
    output_removed,
    input_added,
    input_removed,
    config_reloaded,
    config_failed,
    session_locked,
    headsets_changed,
    lease_requested,
    events_dropped,
};

constexpr std::size_t event_types = 23;
constexpr std::size_t v1_event_types = 11;

using EventSet = std::bitset<event_types>;

constexpr std::array<std::string_view, event_types> event_names{
    "surface-created",
    "surface-destroyed",
    "surface-title-changed",
    "surface-focused",
    "surface-geometry-changed",
    "workspace-changed",
    "key-pressed",
    "output-usable-area-changed",
    "vr-display-mode-changed",
    "vr-display-hotplug",
    "vr-display-hmd-selected",
    "surface-changed",
    "output-added",
    "output-changed",
    "output-removed",
    "input-added",
    "input-removed",
    "config-reloaded",
    "config-failed",
    "session-locked",
    "headsets-changed",
    "lease-requested",
    "events-dropped",
};

constexpr std::size_t index_of(EventType type) {
    return static_cast<std::size_t>(type);
}

constexpr std::string_view name_of(EventType type) {
    return event_names.at(index_of(type));
}

constexpr std::optional<EventType> event_from_name(std::string_view name) {
    for (std::size_t i = 0; i < event_types; ++i) {
        if (event_names.at(i) == name) {
            return static_cast<EventType>(i);
        }
    }
    return std::nullopt;
}

} // namespace exwm_vr::ipc
