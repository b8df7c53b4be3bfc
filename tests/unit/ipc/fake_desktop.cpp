// SPDX-License-Identifier: MIT
#include "tests/unit/ipc/fake_desktop.hpp"

#include "base/format.hpp"
#include "image/icon_choice.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace exwm_vr::ipc::test {

FakeDesktop::FakeDesktop() {
    config::OutputSpec spec;
    spec.settings.mode = Size{1920, 1080};
    add_output(spec).value();
}

WindowId FakeDesktop::add_window(std::string app_id, std::string title, pid_t pid) {
    const WindowId id{next_window_++};
    clients_[id] = {std::move(app_id), std::move(title), pid, {}, {}};
    model_.add_window(id, {});
    return id;
}

void FakeDesktop::drop_window(WindowId id) {
    model_.remove_window(id);
    clients_.erase(id);
}

void FakeDesktop::set_icon(WindowId id, std::string name, std::vector<int> sizes) {
    Client& client = clients_.at(id);
    client.icon = std::move(name);
    client.icon_sizes = std::move(sizes);
    ++client.icon_serial;
}

std::vector<Surface> FakeDesktop::surfaces() const {
    std::vector<Surface> all;
    all.reserve(clients_.size());
    const auto states = model_.states();
    for (const auto& [id, client] : clients_) {
        all.push_back(describe(id, client, states.at(id)));
    }
    return all;
}

std::optional<Surface> FakeDesktop::surface(WindowId id) const {
    const auto client = clients_.find(id);
    if (client == clients_.end()) {
        return std::nullopt;
    }
    return describe(id, client->second, model_.window(id).value());
}

Surface
FakeDesktop::describe(WindowId id, const Client& client, const wm::WindowState& state) const {
    Surface surface;
    surface.id = id;
    surface.app_id = client.app_id;
    surface.title = client.title;
    surface.pid = client.pid;
    surface.icon = client.icon;
    surface.icon_sizes = client.icon_sizes;
    surface.icon_serial = client.icon_serial;
    surface.state = state;
    const auto output = std::ranges::find(outputs_, surface.state.output, &Output::id);
    if (output != outputs_.end()) {
        surface.output = output->name;
    }
    return surface;
}

Result<Image> FakeDesktop::icon(WindowId id, int wished) const {
    std::vector<Size> sizes;
    for (const int size : clients_.at(id).icon_sizes) {
        sizes.push_back({size, size});
    }
    const auto index = choose_icon(sizes, wished);
    if (!index) {
        return fail("surface {} has no icon", id.value);
    }
    Image image(sizes[*index]);
    std::minstd_rand random(1); // NOLINT(bugprone-random-generator-seed): the same each time
    for (int y = 0; noise && y < image.height(); ++y) {
        std::ranges::generate(image.row(y), [&] { return static_cast<std::uint32_t>(random()); });
    }
    image.make_opaque();
    return image;
}

Result<void> FakeDesktop::close(WindowId id) {
    drop_window(id);
    model_changed();
    return {};
}

Result<void> FakeDesktop::begin_move(WindowId id) {
    if (!button_down) {
        return fail("no button is down");
    }
    grabbed.push_back(id);
    return {};
}

Result<void> FakeDesktop::begin_resize(WindowId id) {
    return begin_move(id);
}

void FakeDesktop::model_changed() {
    ++model_changes;
    if (on_model_changed) {
        on_model_changed();
    }
}

Output* FakeDesktop::find(OutputId id) {
    const auto output = std::ranges::find(outputs_, id, &Output::id);
    return output == outputs_.end() ? nullptr : &*output;
}

void FakeDesktop::place(Output& output) {
    Size mode = output.mode;
    if (static_cast<int>(output.transform) % 2 == 1) { // turned by a quarter
        std::swap(mode.width, mode.height);
    }
    output.box.width = static_cast<int>(std::lround(mode.width / output.scale));
    output.box.height = static_cast<int>(std::lround(mode.height / output.scale));
    output.usable = output.box;
}

Result<OutputId> FakeDesktop::add_output(const config::OutputSpec& spec) {
    Output output;
    output.id = OutputId{next_output_};
    output.name = spec.name.empty() ? formatted("HEADLESS-{}", next_output_) : spec.name;
    if (std::ranges::find(outputs_, output.name, &Output::name) != outputs_.end()) {
        return fail("output {} exists", output.name);
    }
    if (outputs_.size() >= 16) {
        return fail("too many outputs");
    }
    ++next_output_;
    output.enabled = true;
    output.is_virtual = true;
    output.mode = spec.settings.mode.value_or(Size{1280, 720});
    output.refresh_mhz = spec.settings.refresh_mhz.value_or(60'000);
    output.scale = spec.settings.scale.value_or(1);
    output.transform = spec.settings.transform.value_or(config::Transform::normal);
    Point position;
    for (const Output& other : outputs_) {
        position.x = std::max(position.x, other.box.x + other.box.width);
    }
    position = spec.settings.position.value_or(position);
    output.box.x = position.x;
    output.box.y = position.y;
    place(output);
    outputs_.push_back(output);
    model_.add_output(output.id, {output.name, output.box, output.usable});
    model_changed();
    return output.id;
}

Result<void> FakeDesktop::remove_output(OutputId id) {
    if (find(id) == nullptr) {
        return fail("unknown output: {}", id.value);
    }
    model_.remove_output(id);
    std::erase_if(outputs_, [id](const Output& output) { return output.id == id; });
    model_changed();
    return {};
}

Result<void> FakeDesktop::set_output(OutputId id, const config::OutputSettings& settings) {
    Output* output = find(id);
    if (output == nullptr) {
        return fail("unknown output: {}", id.value);
    }
    output->mode = settings.mode.value_or(output->mode);
    output->refresh_mhz = settings.refresh_mhz.value_or(output->refresh_mhz);
    output->scale = settings.scale.value_or(output->scale);
    output->transform = settings.transform.value_or(output->transform);
    output->enabled = settings.enabled.value_or(output->enabled);
    if (settings.adaptive_sync) {
        output->adaptive_sync = *settings.adaptive_sync == config::AdaptiveSync::on;
    }
    output->tearing = settings.tearing.value_or(output->tearing);
    const Point position = settings.position.value_or(output->box.origin());
    output->box.x = position.x;
    output->box.y = position.y;
    place(*output);
    model_.set_output_area(id, output->box, output->usable);
    model_changed();
    return {};
}

std::vector<WaylandClient> FakeDesktop::clients() const {
    WaylandClient plain;
    plain.pid = 4711;
    plain.user = 1000;
    plain.executable = "/usr/bin/foot";
    plain.windows = 1;
    plain.privileged = {"zwlr_layer_shell_v1"};
    WaylandClient boxed;
    boxed.pid = 4712;
    boxed.user = 1000;
    boxed.sandboxed = true;
    boxed.engine = "org.flatpak";
    boxed.app_id = "org.example.App";
    return {plain, boxed};
}

std::vector<Headset> FakeDesktop::headsets() const {
    Headset headset;
    headset.connector = "DP-3";
    headset.connector_id = 47;
    headset.card = "card0";
    headset.name = "HTC Vive";
    headset.evidence = {"HVR aa01 is HTC Vive"};
    headset.lease = 1;
    headset.mode = {2160, 1200};
    headset.refresh_mhz = 89530;
    headset.panel = {2160, 1200};
    headset.panel_refresh_mhz = 90000;
    headset.withdrawn = withdrawn;
    return {headset};
}

std::vector<Lease> FakeDesktop::leases() const {
    Lease lease;
    lease.id = 1;
    lease.connectors = {"DP-3"};
    lease.pid = 4711;
    lease.executable = "/usr/bin/monado-service";
    lease.granted = true;
    Lease asked = lease;
    asked.id = 2;
    asked.executable = "/usr/bin/kmscube";
    asked.granted = false;
    return {lease, asked};
}

Result<void> FakeDesktop::answer_lease(std::uint64_t id, bool /*allow*/) {
    if (id != 2) {
        return fail("no lease {} waits for an answer", id);
    }
    return {};
}

Result<void> FakeDesktop::revoke_lease(std::uint64_t id) {
    if (id != 1) {
        return fail("unknown lease: {}", id);
    }
    return {};
}

Result<void> FakeDesktop::offer_lease(const std::string& connector) {
    if (connector != "DP-3") {
        return fail("there is no display {}", connector);
    }
    withdrawn = false;
    return {};
}

Result<void> FakeDesktop::withdraw_lease(const std::string& connector) {
    if (connector != "DP-3") {
        return fail("no display {} is offered for leases", connector);
    }
    withdrawn = true;
    return {};
}

std::vector<Decision> FakeDesktop::decisions() const {
    return {
        {.subject = "environment",
         .choice = "the machine itself",
         .reason = "no sign of anything else"},
        {.subject = "renderer",
         .choice = "gles2 on /dev/dri/renderD128",
         .reason = "it has the outputs"},
    };
}

std::vector<Gpu> FakeDesktop::gpus() const {
    return {
        {.id = "pci-0000:01:00.0",
         .name = "Navi 23",
         .driver = "amdgpu",
         .card = "/dev/dri/card0",
         .render = "/dev/dri/renderD128",
         .use = Gpu::Use::open,
         .draws = true},
        {.id = "pci-0000:03:00.0",
         .name = "GA104",
         .driver = "nvidia",
         .card = "/dev/dri/card1",
         .render = "/dev/dri/renderD129",
         .use = Gpu::Use::waiting,
         .draws = false},
    };
}

Result<void> FakeDesktop::release_gpu(const std::string& name) {
    if (name != "card1") {
        return fail("there is no GPU {}", name);
    }
    return {};
}

Result<void> FakeDesktop::acquire_gpu(const std::string& name) {
    if (name != "pci-0000:03:00.0") {
        return fail("{} was not released", name);
    }
    return {};
}

std::vector<config::InputState> FakeDesktop::inputs() const {
    return {
        {
            .id = 1,
            .facts =
                {
                    .name = "A Keyboard",
                    .types = {config::InputType::keyboard},
                    .vendor = 0x46d,
                    .product = 0xc52b,
                },
            .output = {},
            .settings =
                {
                    {"send_events", std::string("enabled")},
                    {"layout", std::string("us")},
                    {"repeat_rate", 25},
                },
        },
        {
            .id = 2,
            .facts =
                {
                    .name = "A Touchpad",
                    .types = {config::InputType::touchpad},
                    .vendor = 6,
                    .product = 7,
                },
            .output = "HEADLESS-1",
            .settings = {{"tap", false}, {"natural_scroll", true}, {"accel_speed", 0.5}},
        },
    };
}

Result<void> FakeDesktop::reload_config() {
    if (!good_config) {
        return fail("config.yaml:3: unknown key");
    }
    ++reloads;
    return {};
}

Result<pid_t> FakeDesktop::spawn(const std::string& command) {
    spawned.push_back(command);
    return static_cast<pid_t>(1000 + spawned.size());
}

} // namespace exwm_vr::ipc::test
