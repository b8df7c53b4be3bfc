// SPDX-License-Identifier: MIT
#include "ctl/replies.hpp"

#include "ctl/ipc_client.hpp"
#include "ipc/base64.hpp"
#include "ipc/fields.hpp"

#include <algorithm>
#include <limits>

namespace exwm_vr::ctl {

namespace {

using ipc::Value;

std::string text_in(const Value& plist, std::string_view key) {
    const Value* const value = plist_get(plist, key);
    return value == nullptr ? std::string() : ipc::text_of(*value, true).value_or("");
}

bool flag_in(const Value& plist, std::string_view key) {
    return plist_get(plist, key) != nullptr;
}

std::int64_t integer_in(const Value& plist, std::string_view key, std::int64_t otherwise = 0) {
    const Value* const value = plist_get(plist, key);
    const auto* const number = value == nullptr ? nullptr : value->get_if<std::int64_t>();
    return number == nullptr ? otherwise : *number;
}

int int_in(const Value& plist, std::string_view key, int otherwise = 0) {
    const std::int64_t value = integer_in(plist, key, otherwise);
    const bool fits = value >= std::numeric_limits<int>::min() &&
                      value < std::numeric_limits<int>::max(); // one is added to some
    return fits ? static_cast<int>(value) : otherwise;
}

double number_in(const Value& plist, std::string_view key, double otherwise) {
    const Value* const value = plist_get(plist, key);
    if (value == nullptr) {
        return otherwise;
    }
    if (const auto* const whole = value->get_if<std::int64_t>()) {
        return static_cast<double>(*whole);
    }
    const auto* const number = value->get_if<double>();
    return number == nullptr ? otherwise : *number;
}

Box box_in(const Value& plist, std::string_view key) {
    const Value* const value = plist_get(plist, key);
    if (value == nullptr) {
        return {};
    }
    return {
        int_in(*value, "x"),
        int_in(*value, "y"),
        int_in(*value, "w"),
        int_in(*value, "h"),
    };
}

std::vector<std::string> texts_in(const Value& plist, std::string_view key) {
    std::vector<std::string> texts;
    const Value* const value = plist_get(plist, key);
    if (value != nullptr && value->get_if<ipc::List>() != nullptr) {
        for (const Value& text : value->get_if<ipc::List>()->items) {
            texts.push_back(ipc::text_of(text, true).value_or(""));
        }
    }
    return texts;
}

std::vector<std::int64_t> integers_in(const Value& plist, std::string_view key) {
    std::vector<std::int64_t> integers;
    const Value* const value = plist_get(plist, key);
    const auto* const list = value == nullptr ? nullptr : value->get_if<ipc::List>();
    if (list != nullptr) {
        for (const Value& item : list->items) {
            if (const auto* const number = item.get_if<std::int64_t>()) {
                integers.push_back(*number);
            }
        }
    }
    return integers;
}

/// The list at @p key of a reply, each entry through @p read.
template <typename T>
Result<std::vector<T>>
read_list(const Value& reply, std::string_view key, T (*read)(const Value& entry)) {
    std::vector<T> entries;
    const Value* const value = plist_get(reply, key);
    if (value == nullptr) {
        return entries;
    }
    const auto* const list = value->get_if<ipc::List>();
    if (list == nullptr || list->dotted) {
        return fail("the reply's :{} is not a list", key);
    }
    for (const Value& entry : list->items) {
        entries.push_back(read(entry));
    }
    return entries;
}

WindowInfo read_window(const Value& entry) {
    WindowInfo window;
    window.id = integer_in(entry, "id");
    window.app_id = text_in(entry, "app-id");
    window.title = text_in(entry, "title");
    window.identifier = text_in(entry, "identifier");
    window.pid = integer_in(entry, "pid");
    window.x11 = flag_in(entry, "x11");
    window.tag = text_in(entry, "tag");
    window.icon = text_in(entry, "icon");
    window.icon_sizes = integers_in(entry, "icon-sizes");
    window.icon_serial = integer_in(entry, "icon-serial");
    window.output = text_in(entry, "output");
    window.workspace = int_in(entry, "workspace") + 1;
    window.mode = text_in(entry, "mode");
    window.fullscreen = flag_in(entry, "fullscreen");
    window.focused = flag_in(entry, "focused");
    window.urgent = flag_in(entry, "urgent");
    window.box = box_in(entry, "geometry");
    return window;
}

InputInfo read_input(const Value& entry) {
    InputInfo input;
    input.id = integer_in(entry, "input-id");
    input.name = text_in(entry, "name");
    input.hardware = text_in(entry, "hardware");
    input.output = text_in(entry, "output");
    const auto list_at = [&](std::string_view key) {
        const Value* const value = plist_get(entry, key);
        return value == nullptr ? nullptr : value->get_if<ipc::List>();
    };
    if (const auto* const types = list_at("types")) {
        for (const Value& type : types->items) {
            input.types.push_back(ipc::text_of(type, true).value_or(""));
        }
    }
    if (const auto* const settings = list_at("settings")) {
        for (std::size_t i = 0; i + 1 < settings->items.size(); i += 2) {
            if (const auto* const name = settings->items[i].get_if<ipc::Keyword>()) {
                std::string key = name->name;
                std::ranges::replace(key, '-', '_');
                input.settings.emplace_back(std::move(key), settings->items[i + 1]);
            }
        }
    }
    return input;
}

WorkspaceInfo read_workspace(const Value& entry) {
    WorkspaceInfo workspace;
    workspace.output = text_in(entry, "output");
    workspace.number = int_in(entry, "index") + 1;
    workspace.name = text_in(entry, "name");
    workspace.layout = text_in(entry, "layout");
    workspace.active = flag_in(entry, "active");
    workspace.focused = flag_in(entry, "focused");
    workspace.urgent = flag_in(entry, "urgent");
    workspace.windows = integers_in(entry, "surfaces");
    return workspace;
}

} // namespace

OutputInfo read_output(const Value& entry) {
    OutputInfo output;
    output.name = text_in(entry, "name");
    output.description = text_in(entry, "description");
    output.enabled = flag_in(entry, "enabled");
    output.is_virtual = flag_in(entry, "virtual");
    output.focused = flag_in(entry, "focused");
    if (const Value* const mode = plist_get(entry, "mode")) {
        output.mode = {int_in(*mode, "w"), int_in(*mode, "h")};
    }
    output.refresh_mhz = int_in(entry, "refresh-mhz");
    output.scale = number_in(entry, "scale", 1);
    output.transform = text_in(entry, "transform");
    output.box = box_in(entry, "geometry");
    output.usable = box_in(entry, "usable");
    output.workspace = int_in(entry, "workspace", -1) + 1;
    output.adaptive_sync = text_in(entry, "adaptive-sync") == "on";
    return output;
}

Result<std::vector<WindowInfo>> read_windows(const Value& reply) {
    return read_list<WindowInfo>(reply, "surfaces", read_window);
}

Result<std::vector<OutputInfo>> read_outputs(const Value& reply) {
    return read_list<OutputInfo>(reply, "outputs", read_output);
}

Result<std::vector<ClientInfo>> read_clients(const Value& reply) {
    return read_list<ClientInfo>(reply, "clients", [](const Value& entry) {
        ClientInfo client;
        client.pid = integer_in(entry, "pid");
        client.user = integer_in(entry, "user");
        client.executable = text_in(entry, "executable");
        client.by_own_word = flag_in(entry, "by-own-word");
        client.sandboxed = flag_in(entry, "sandboxed");
        client.engine = text_in(entry, "engine");
        client.app_id = text_in(entry, "app-id");
        client.instance_id = text_in(entry, "instance-id");
        client.windows = integer_in(entry, "windows");
        client.privileged = texts_in(entry, "privileged");
        return client;
    });
}

Result<std::vector<HeadsetInfo>> read_headsets(const Value& reply) {
    return read_list<HeadsetInfo>(reply, "headsets", [](const Value& entry) {
        HeadsetInfo headset;
        headset.connector = text_in(entry, "connector");
        headset.connector_id = integer_in(entry, "connector-id");
        headset.card = text_in(entry, "card");
        headset.name = text_in(entry, "name");
        headset.mode = box_in(entry, "mode").size();
        headset.refresh_mhz = int_in(entry, "refresh-mhz");
        if (const Value* const panel = plist_get(entry, "panel")) {
            headset.panel = box_in(entry, "panel").size();
            headset.panel_refresh_mhz = int_in(*panel, "refresh-mhz");
        }
        headset.evidence = texts_in(entry, "evidence");
        headset.lease = integer_in(entry, "lease-id");
        headset.offered = flag_in(entry, "offered");
        headset.desktop = flag_in(entry, "desktop");
        return headset;
    });
}

Result<std::vector<LeaseInfo>> read_leases(const Value& reply) {
    return read_list<LeaseInfo>(reply, "leases", [](const Value& entry) {
        LeaseInfo lease;
        lease.id = integer_in(entry, "lease-id");
        lease.connectors = texts_in(entry, "connectors");
        lease.pid = integer_in(entry, "pid");
        lease.executable = text_in(entry, "executable");
        lease.by_own_word = flag_in(entry, "by-own-word");
        lease.sandboxed = flag_in(entry, "sandboxed");
        lease.app_id = text_in(entry, "app-id");
        lease.granted = flag_in(entry, "granted");
        return lease;
    });
}

Result<std::vector<GpuInfo>> read_gpus(const Value& reply) {
    return read_list<GpuInfo>(reply, "gpus", [](const Value& entry) {
        GpuInfo gpu;
        gpu.id = text_in(entry, "gpu");
        gpu.name = text_in(entry, "name");
        gpu.driver = text_in(entry, "driver");
        gpu.card = text_in(entry, "card");
        gpu.render = text_in(entry, "render");
        gpu.use = text_in(entry, "use");
        gpu.draws = flag_in(entry, "draws");
        return gpu;
    });
}

Result<std::vector<DecisionInfo>> read_decisions(const Value& reply) {
    return read_list<DecisionInfo>(reply, "decisions", [](const Value& entry) {
        return DecisionInfo{
            .subject = text_in(entry, "subject"),
            .choice = text_in(entry, "choice"),
            .reason = text_in(entry, "reason"),
            .warns = flag_in(entry, "warns"),
        };
    });
}

Result<IconInfo> read_icon(const Value& reply) {
    auto png = ipc::from_base64(text_in(reply, "png"));
    if (!png) {
        return fail("the reply's :png: {}", png.error().message);
    }
    if (png->empty()) {
        return fail("the reply has no :png");
    }
    return IconInfo{
        .size = {int_in(reply, "width"), int_in(reply, "height")}, .png = std::move(*png)
    };
}

Result<std::vector<InputInfo>> read_inputs(const Value& reply) {
    return read_list<InputInfo>(reply, "inputs", read_input);
}

Result<std::vector<WorkspaceInfo>> read_workspaces(const Value& reply) {
    return read_list<WorkspaceInfo>(reply, "workspaces", read_workspace);
}

} // namespace exwm_vr::ctl
