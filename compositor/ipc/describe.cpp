// SPDX-License-Identifier: MIT
#include "ipc/describe.hpp"

#include "ipc/utf8.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <variant>

namespace exwm_vr::ipc {
namespace {

constexpr std::size_t max_name_bytes = 512;

/// Scales come as floats: 1.1 must not read as 1.100000023841858.
double rounded(double scale) {
    return std::round(scale * 1e6) / 1e6;
}

} // namespace

Value name_value(std::string_view name) {
    return utf8::clipped(name, max_name_bytes);
}

Plist geometry_plist(Box box) {
    return Plist().set("x", box.x).set("y", box.y).set("w", box.width).set("h", box.height);
}

Plist size_plist(Size size) {
    return Plist().set("w", size.width).set("h", size.height);
}

std::string_view to_string(wm::Mode mode) {
    switch (mode) {
    case wm::Mode::tiled:
        return "tiled";
    case wm::Mode::floating:
        return "floating";
    case wm::Mode::external:
        return "external";
    }
    return "tiled";
}

std::string title_for(const Session& reader, std::string_view title, std::string_view app_id) {
    const bool use_app_id = reader.version == 1 && title.empty();
    return std::string(utf8::clipped(use_app_id ? app_id : title, max_name_bytes));
}

Plist surface_plist(const Surface& surface, const Session& reader) {
    const wm::WindowState& state = surface.state;
    std::vector<Value> icon_sizes(surface.icon_sizes.begin(), surface.icon_sizes.end());
    Plist plist;
    plist.set("app-id", name_value(surface.app_id))
        .set("title", title_for(reader, surface.title, surface.app_id))
        .set("pid", surface.pid)
        .set("own", reader.owns(surface.pid))
        .set("x11", surface.x11)
        .set("x11-class", surface.x11 ? name_value(surface.x11_class) : Value())
        .set("x11-instance", surface.x11 ? name_value(surface.x11_instance) : Value())
        .set("tag", surface.tag.empty() ? Value() : name_value(surface.tag))
        .set("icon", surface.icon.empty() ? Value() : name_value(surface.icon))
        .set("icon-sizes", List{std::move(icon_sizes)})
        .set("icon-serial", surface.icon_serial)
        .set("output", surface.output.empty() ? Value() : name_value(surface.output))
        .set("identifier", name_value(surface.identifier))
        .set("workspace", state.workspace)
        .set("mode", Keyword{std::string(to_string(state.mode))})
        .set("floating", state.mode == wm::Mode::floating)
        .set("fullscreen", state.fullscreen)
        .set("focused", state.focused)
        .set("urgent", state.urgent)
        .set("geometry", geometry_plist(state.box).take());
    return plist;
}

Plist output_plist(const Output& output) {
    Plist plist;
    const auto sync =
        output.adaptive_sync
            ? Value(
                  config::to_string(
                      *output.adaptive_sync ? config::AdaptiveSync::on : config::AdaptiveSync::off
                  )
              )
            : Value();
    plist.set("output-id", output.id.value)
        .set("name", name_value(output.name))
        .set("description", name_value(output.description))
        .set("enabled", output.enabled)
        .set("virtual", output.is_virtual)
        .set("mode", size_plist(output.mode).take())
        .set("refresh-mhz", output.refresh_mhz)
        .set("scale", rounded(output.scale))
        .set("transform", config::to_string(output.transform))
        .set("geometry", geometry_plist(output.box).take())
        .set("usable", geometry_plist(output.usable).take())
        .set("adaptive-sync", sync)
        .set("tearing", output.tearing);
    return plist;
}

Plist client_plist(const WaylandClient& client) {
    std::vector<Value> privileged(client.privileged.begin(), client.privileged.end());
    Plist plist;
    plist.set("pid", client.pid)
        .set("user", client.user)
        .set("executable", client.executable.empty() ? Value() : name_value(client.executable))
        .set("by-own-word", client.by_own_word)
        .set("sandboxed", client.sandboxed)
        .set("engine", client.sandboxed ? name_value(client.engine) : Value())
        .set("app-id", client.sandboxed ? name_value(client.app_id) : Value())
        .set("instance-id", client.sandboxed ? name_value(client.instance_id) : Value())
        .set("windows", client.windows)
        .set("privileged", List{std::move(privileged)});
    return plist;
}

Plist headset_plist(const Headset& headset) {
    std::vector<Value> evidence(headset.evidence.begin(), headset.evidence.end());
    Plist plist;
    plist.set("connector", headset.connector)
        .set("connector-id", headset.connector_id)
        .set("card", headset.card)
        .set("name", name_value(headset.name))
        .set("mode", size_plist(headset.mode).take())
        .set("refresh-mhz", headset.refresh_mhz)
        .set(
            "panel",
            headset.panel.empty()
                ? Value()
                : Value(
                      size_plist(headset.panel).set("refresh-mhz", headset.panel_refresh_mhz).take()
                  )
        )
        .set("evidence", List{std::move(evidence)})
        .set("lease-id", headset.lease != 0 ? Value(headset.lease) : Value())
        .set("offered", !headset.withdrawn)
        .set("desktop", headset.desktop);
    return plist;
}

Plist lease_plist(const Lease& lease) {
    std::vector<Value> connectors(lease.connectors.begin(), lease.connectors.end());
    Plist plist;
    plist.set("lease-id", lease.id)
        .set("connectors", List{std::move(connectors)})
        .set("pid", lease.pid)
        .set("executable", lease.executable.empty() ? Value() : name_value(lease.executable))
        .set("by-own-word", lease.by_own_word)
        .set("sandboxed", lease.sandboxed)
        .set("engine", lease.sandboxed ? name_value(lease.engine) : Value())
        .set("app-id", lease.sandboxed ? name_value(lease.app_id) : Value())
        .set("granted", lease.granted);
    return plist;
}

Plist decision_plist(const Decision& decision) {
    Plist plist;
    plist.set("subject", decision.subject)
        .set("choice", decision.choice)
        .set("reason", decision.reason)
        .set("warns", decision.warns);
    return plist;
}

Plist gpu_plist(const Gpu& gpu) {
    const auto node = [](const std::string& path) { return path.empty() ? Value() : Value(path); };
    constexpr std::array uses{"none", "open", "waiting", "released"};
    Plist plist;
    plist.set("gpu", gpu.id)
        .set("name", name_value(gpu.name))
        .set("driver", gpu.driver)
        .set("card", node(gpu.card))
        .set("render", node(gpu.render))
        .set("use", Keyword{uses.at(static_cast<std::size_t>(gpu.use))})
        .set("draws", gpu.draws);
    return plist;
}

Plist input_plist(const config::InputState& input) {
    std::vector<Value> types;
    types.reserve(input.facts.types.size());
    for (const config::InputType type : input.facts.types) {
        types.emplace_back(word_for(config::input_types, type));
    }
    Plist settings;
    for (const config::InputSetting& setting : input.settings) {
        std::string name = setting.name;
        std::ranges::replace(name, '_', '-');
        settings.set(
            name, std::visit([](const auto& value) { return Value(value); }, setting.value)
        );
    }
    Plist plist;
    plist.set("input-id", input.id)
        .set("name", name_value(input.facts.name))
        .set("types", List{std::move(types)})
        .set("hardware", config::hardware_id(input.facts))
        .set("output", input.output.empty() ? Value() : name_value(input.output))
        .set("settings", settings.take());
    return plist;
}

Plist workspace_plist(const wm::WorkspaceInfo& info, std::string_view output_name) {
    std::vector<Value> windows;
    windows.reserve(info.windows.size());
    for (const WindowId window : info.windows) {
        windows.emplace_back(window.value);
    }
    Plist plist;
    plist.set("index", info.index)
        .set("name", info.name)
        .set("surfaces", List{std::move(windows)})
        .set("count", info.windows.size())
        .set("active", info.active)
        .set("focused", info.focused)
        .set("urgent", info.urgent)
        .set("layout", wm::to_string(info.layout));
    if (!output_name.empty()) {
        plist.set("output", name_value(output_name));
    }
    return plist;
}

} // namespace exwm_vr::ipc
