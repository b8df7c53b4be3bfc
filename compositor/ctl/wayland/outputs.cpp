// SPDX-License-Identifier: MIT
#include "ctl/wayland/outputs.hpp"

#include <wayland-client.h>

#include <xdg-output-unstable-v1-client-protocol.h>

#include <algorithm>

namespace exwm_vr::ctl {

namespace {

constexpr std::uint32_t newest_output = 4;
constexpr std::uint32_t newest_xdg_output_manager = 3;

WaylandOutput& output_of(void* data) {
    return *static_cast<WaylandOutput*>(data);
}

config::Transform transform_from_wire(std::int32_t value) {
    constexpr auto last = static_cast<std::int32_t>(config::Transform::flipped_270);
    return value >= 0 && value <= last ? static_cast<config::Transform>(value)
                                       : config::Transform::normal;
}

constexpr wl_output_listener output_listener{
    .geometry =
        [](void* data,
           wl_output*,
           std::int32_t x,
           std::int32_t y,
           std::int32_t,
           std::int32_t,
           std::int32_t,
           const char*,
           const char*,
           std::int32_t transform) {
            WaylandOutput& output = output_of(data);
            output.transform = transform_from_wire(transform);
            if (!output.xdg) {
                output.position = {x, y};
            }
        },
    .mode =
        [](void* data,
           wl_output*,
           std::uint32_t flags,
           std::int32_t width,
           std::int32_t height,
           std::int32_t refresh) {
            if ((flags & WL_OUTPUT_MODE_CURRENT) != 0) {
                output_of(data).mode = {width, height};
                output_of(data).refresh_mhz = refresh;
            }
        },
    .done = [](void* data, wl_output*) { output_of(data).complete = true; },
    .scale = [](void* data,
                wl_output*,
                std::int32_t factor) { output_of(data).integer_scale = std::max(factor, 1); },
    .name = [](void* data, wl_output*, const char* name) { output_of(data).name = name; },
    .description =
        [](void* data, wl_output*, const char* text) { output_of(data).description = text; },
};

constexpr zxdg_output_v1_listener xdg_listener{
    .logical_position = [](
                            void* data, zxdg_output_v1*, std::int32_t x, std::int32_t y
                        ) { output_of(data).position = {x, y}; },
    .logical_size = [](
                        void* data, zxdg_output_v1*, std::int32_t width, std::int32_t height
                    ) { output_of(data).logical_size = {width, height}; },
    .done = [](void*, zxdg_output_v1*) {}, // wl_output's own comes too
    // Names from before wl_output had any.
    .name = [](void* data, zxdg_output_v1*, const char* name) { output_of(data).name = name; },
    .description =
        [](void* data, zxdg_output_v1*, const char* text) { output_of(data).description = text; },
};

bool turned_sideways(config::Transform transform) {
    return static_cast<unsigned>(transform) % 2 != 0;
}

} // namespace

Box WaylandOutput::box() const {
    Size size = logical_size;
    if (size.empty()) {
        size = {mode.width / integer_scale, mode.height / integer_scale};
        if (turned_sideways(transform)) {
            std::swap(size.width, size.height);
        }
    }
    return {position.x, position.y, size.width, size.height};
}

Outcome<std::unique_ptr<Outputs>> Outputs::open(Connection& connection, Deadline deadline) {
    std::unique_ptr<Outputs> outputs(new Outputs(connection));
    if (auto done = connection.roundtrip(deadline); !done) {
        return std::unexpected(done.error());
    }
    return outputs;
}

Outputs::Outputs(Connection& connection)
    : connection_(connection)
    , manager_(connection.bind_if_offered<zxdg_output_manager_v1>(newest_xdg_output_manager)) {
    for (const Global& global : connection.globals()) {
        add(global);
    }
    connection.add_observer(*this);
}

Outputs::~Outputs() {
    connection_.remove_observer(*this);
}

void Outputs::global_added(const Global& global) {
    add(global);
}

void Outputs::add(const Global& global) {
    if (global.interface != wl_output_interface.name) {
        return;
    }
    auto output = std::make_unique<WaylandOutput>();
    output->global = global.name;
    output->proxy = connection_.bind<wl_output>(global, newest_output);
    wl_output_add_listener(output->proxy.get(), &output_listener, output.get());
    describe_by_xdg(*output);
    outputs_.push_back(std::move(output));
}

void Outputs::describe_by_xdg(WaylandOutput& output) {
    if (manager_) {
        output.xdg.reset(zxdg_output_manager_v1_get_xdg_output(manager_.get(), output.proxy.get()));
        zxdg_output_v1_add_listener(output.xdg.get(), &xdg_listener, &output);
    }
}

void Outputs::global_removed(std::uint32_t name) {
    std::erase_if(outputs_, [name](const auto& output) { return output->global == name; });
}

std::vector<const WaylandOutput*> Outputs::all() const {
    std::vector<const WaylandOutput*> complete;
    for (const auto& output : outputs_) {
        if (output->complete && !output->box().empty()) {
            complete.push_back(output.get());
        }
    }
    return complete;
}

const WaylandOutput* Outputs::find(std::string_view name) const {
    const auto outputs = all();
    const auto found = std::ranges::find(outputs, name, &WaylandOutput::name);
    return found == outputs.end() ? nullptr : *found;
}

Box Outputs::layout_box() const {
    Box around;
    for (const WaylandOutput* output : all()) {
        const Box box = output->box();
        if (around.empty()) {
            around = box;
            continue;
        }
        const int right = std::max(around.x + around.width, box.x + box.width);
        const int bottom = std::max(around.y + around.height, box.y + box.height);
        around.x = std::min(around.x, box.x);
        around.y = std::min(around.y, box.y);
        around.width = right - around.x;
        around.height = bottom - around.y;
    }
    return around;
}

std::string Outputs::names() const {
    const auto outputs = all();
    std::string text;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (i > 0) {
            text += i + 1 == outputs.size() ? " and " : ", ";
        }
        text += outputs[i]->name;
    }
    return text.empty() ? "none" : text;
}

} // namespace exwm_vr::ctl
