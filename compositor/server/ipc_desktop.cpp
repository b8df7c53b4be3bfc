// SPDX-License-Identifier: MIT
#include "server/ipc_desktop.hpp"

#include "image/icon_choice.hpp"

#include <algorithm>
#include <ranges>

namespace exwm_vr::server {

IpcDesktop::IpcDesktop(
    Desk& desk,
    output::Outputs& outputs,
    input::Seat& seat,
    lease::Leases& leases,
    SessionControl control
)
    : desk_(desk)
    , outputs_(outputs)
    , seat_(seat)
    , leases_(leases)
    , control_(std::move(control)) {}

ipc::Surface IpcDesktop::describe(
    const shell::Window& window, const std::optional<wm::WindowState>& state
) const {
    ipc::Surface surface{
        .id = window.id(),
        .app_id = window.app_id(),
        .title = window.title(),
        .pid = window.pid(),
        .x11 = false,
        .x11_class = {},
        .x11_instance = {},
        .tag = {},
        .icon = {},
        .icon_sizes = {},
        .icon_serial = 0,
        .state = {},
        .output = {},
        .identifier = desk_.foreign().identifier(window.id()),
    };
    auto mark = desk_.marks().of(window.surface());
    surface.tag = std::move(mark.tag);
    surface.icon = std::move(mark.icon);
    if (const auto* icon = icon_of(window)) {
        for (const Image& picture : icon->pictures) {
            surface.icon_sizes.push_back(icon_size(picture.size()));
        }
        surface.icon_serial = icon->serial;
    }
    if (const auto names = window.x11_names()) {
        surface.x11 = true;
        surface.x11_class = names->window_class;
        surface.x11_instance = names->instance;
    }
    if (state) {
        surface.state = *state;
        if (const auto* output = outputs_.find(state->output)) {
            surface.output = output->name();
        }
    }
    return surface;
}

ipc::Surface IpcDesktop::describe(const shell::Window& window) const {
    const auto state = desk_.model().window(window.id());
    return describe(window, state ? std::optional(*state) : std::nullopt);
}

ipc::Output IpcDesktop::describe(const output::Output& output) {
    const auto& handle = output.handle();
    return {
        .id = output.id(),
        .name = output.name(),
        .description = handle.description != nullptr ? handle.description : "",
        .enabled = output.active() && handle.enabled,
        .is_virtual = output.is_virtual(),
        .mode = {handle.width, handle.height},
        .refresh_mhz = handle.refresh,
        .scale = static_cast<double>(handle.scale),
        .transform = static_cast<config::Transform>(handle.transform),
        .box = output.box(),
        .usable = output.usable(),
        .adaptive_sync =
            handle.adaptive_sync_supported
                ? std::optional(handle.adaptive_sync_status == WLR_OUTPUT_ADAPTIVE_SYNC_ENABLED)
                : std::nullopt,
        .tearing = output.may_tear(),
    };
}

std::vector<ipc::Surface> IpcDesktop::surfaces() const {
    const auto states = desk_.model().states();
    std::vector<ipc::Surface> result;
    for (const auto* window : desk_.windows()) {
        const auto state = states.find(window->id());
        result.push_back(
            describe(*window, state != states.end() ? std::optional(state->second) : std::nullopt)
        );
    }
    return result;
}

std::optional<ipc::Surface> IpcDesktop::surface(WindowId id) const {
    const auto* window = desk_.find(id);
    return window != nullptr ? std::optional(describe(*window)) : std::nullopt;
}

const shell::WindowIcon* IpcDesktop::icon_of(const shell::Window& window) const {
    return window.x11() ? window.x11_icon() : desk_.marks().icon_of(window.surface());
}

Result<Image> IpcDesktop::icon(WindowId id, int wished) const {
    const auto* window = desk_.find(id);
    if (window == nullptr) {
        return fail("unknown surface: {}", id.value);
    }
    const auto* icon = icon_of(*window);
    if (icon == nullptr || icon->pictures.empty()) {
        return fail("surface {} has no icon", id.value);
    }
    const auto sizes =
        icon->pictures | std::views::transform(&Image::size) | std::ranges::to<std::vector>();
    return icon->pictures.at(choose_icon(sizes, wished).value_or(0));
}

WindowId IpcDesktop::focused() const {
    return desk_.model().focused();
}

Result<void> IpcDesktop::close(WindowId id) {
    auto* window = desk_.find(id);
    if (window == nullptr) {
        return fail("unknown surface: {}", id.value);
    }
    window->close();
    return {};
}

Result<void> IpcDesktop::begin_move(WindowId id) {
    return desk_.begin_move(id);
}

Result<void> IpcDesktop::begin_resize(WindowId id) {
    return desk_.begin_resize(id, 0);
}

wm::Model& IpcDesktop::model() {
    return desk_.model();
}

void IpcDesktop::model_changed() {
    desk_.changed();
}

std::vector<ipc::Output> IpcDesktop::outputs() const {
    std::vector<ipc::Output> result;
    for (const auto* output : outputs_.all()) {
        result.push_back(describe(*output));
    }
    return result;
}

Result<OutputId> IpcDesktop::add_output(const config::OutputSpec& spec) {
    return outputs_.add_virtual(spec);
}

Result<void> IpcDesktop::remove_output(OutputId id) {
    return outputs_.remove_virtual(id);
}

Result<void> IpcDesktop::set_output(OutputId id, const config::OutputSettings& settings) {
    auto* output = outputs_.find(id);
    if (output == nullptr) {
        return fail("unknown output: {}", id.value);
    }
    const output::Outputs::Change change{.output = output, .settings = settings, .mode = nullptr};
    return outputs_.apply({&change, 1});
}

ipc::Features IpcDesktop::features() const {
    return {.xwayland = !control_.x11_display().empty(), .vr = false};
}

std::vector<ipc::WaylandClient> IpcDesktop::clients() const {
    return control_.clients();
}

std::vector<config::InputState> IpcDesktop::inputs() const {
    return seat_.devices().all();
}

bool IpcDesktop::headless() const {
    return std::ranges::all_of(outputs_.all(), [](const auto* o) { return o->is_virtual(); });
}

ipc::PointerState IpcDesktop::pointer() const {
    return {.x = seat_.pointer().x(), .y = seat_.pointer().y()};
}

ipc::Status IpcDesktop::status() const {
    return control_.status();
}

Result<void> IpcDesktop::reload_config() {
    return control_.reload_config();
}

Result<pid_t> IpcDesktop::spawn(const std::string& command) {
    return control_.spawn(command);
}

void IpcDesktop::exit() {
    control_.exit();
}

} // namespace exwm_vr::server
