// SPDX-License-Identifier: MIT
#include "passthrough/launch/plan_json.hpp"

#include "base/format.hpp"
#include "base/text.hpp"
#include "passthrough/policy/words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace exwm_vr::launch {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view format_name = "exwm-vr plan";
constexpr int format_version = 1;
constexpr std::size_t most_entries = 1000;

/// Takes fields out of an object, and keeps the first fault that it meets.
class Reader {
public:
    explicit Reader(const json& object, std::string where)
        : object_(object)
        , where_(std::move(where)) {}

    [[nodiscard]] std::string text(const char* name) {
        const auto* const value = find(name);
        if (value == nullptr || !value->is_string()) {
            complain(name, "a text");
            return {};
        }
        return value->get<std::string>();
    }

    [[nodiscard]] std::uint64_t number_up_to(const char* name, std::uint64_t most) {
        const auto* const value = find(name);
        if (value == nullptr || !value->is_number_unsigned() ||
            value->get<std::uint64_t>() > most) {
            complain(name, "a number");
            return 0;
        }
        return value->get<std::uint64_t>();
    }

    [[nodiscard]] std::uint32_t number(const char* name) {
        return static_cast<std::uint32_t>(number_up_to(name, UINT32_MAX));
    }

    /// Whether a list has anything in it.
    [[nodiscard]] bool has(const char* name) {
        const auto* const list = find(name);
        if (list == nullptr || !list->is_array()) {
            complain(name, "a list");
            return false;
        }
        return !list->empty();
    }

    [[nodiscard]] std::vector<std::string> texts(const char* name) {
        std::vector<std::string> texts;
        const auto* const list = find(name);
        if (list == nullptr || !list->is_array() || list->size() > most_entries ||
            !std::ranges::all_of(*list, [](const json& item) { return item.is_string(); })) {
            complain(name, "a list of texts");
            return texts;
        }
        for (const auto& item : *list) {
            texts.push_back(item.get<std::string>());
        }
        return texts;
    }

    /// Calls @p read with a reader of each object in a list.
    template <typename Read>
    void each(const char* name, Read read) {
        const auto* const list = find(name);
        if (list == nullptr || !list->is_array() || list->size() > most_entries) {
            complain(name, "a list");
            return;
        }
        std::size_t i = 0;
        for (const auto& item : *list) {
            Reader reader(item, formatted("{}.{}[{}]", where_, name, i++));
            read(reader);
            if (!fault_ && reader.fault_) {
                fault_ = reader.fault_;
            }
        }
    }

    [[nodiscard]] const std::optional<std::string>& fault() const { return fault_; }

private:
    [[nodiscard]] const json* find(const char* name) const {
        if (!object_.is_object()) {
            return nullptr;
        }
        const auto found = object_.find(name);
        return found == object_.end() ? nullptr : &*found;
    }

    void complain(const char* name, std::string_view wanted) {
        if (!fault_) {
            fault_ = formatted("{}.{} is not {}", where_, name, wanted);
        }
    }

    const json& object_;
    std::string where_;
    std::optional<std::string> fault_;
};

constexpr std::array<std::pair<policy::Starter, std::string_view>, 3> starters{
    {{policy::Starter::daemon, "daemon"},
     {policy::Starter::podman, "podman"},
     {policy::Starter::scope, "scope"}}
};

ordered_json json_of(const std::set<policy::Starter>& some) {
    ordered_json list = ordered_json::array();
    for (const auto& [starter, name] : starters) {
        if (some.contains(starter)) {
            list.push_back(name);
        }
    }
    return list;
}

ordered_json json_of(const Quota& quota) {
    switch (quota.kind) {
    case Quota::Kind::memory:
        return {{"kind", "memory"}, {"bytes", quota.bytes}};
    case Quota::Kind::cpu:
        return {{"kind", "cpu"}, {"percent_of_one", quota.cpu_percent}};
    case Quota::Kind::vram:
        return {
            {"kind", "vram"},
            {"bytes", quota.bytes},
            {"region", quota.region},
            {"cgroups_of", json_of(quota.starters)}
        };
    case Quota::Kind::pictures:
        return {{"kind", "pictures"}, {"bytes", quota.bytes}};
    }
    return {};
}

Quota read_quota(Reader& reader) {
    const auto kind = reader.text("kind");
    if (kind == "cpu") {
        return {.kind = Quota::Kind::cpu, .cpu_percent = reader.number("percent_of_one")};
    }
    Quota quota{.bytes = reader.number_up_to("bytes", UINT64_MAX)};
    if (kind == "vram") {
        quota.kind = Quota::Kind::vram;
        quota.region = reader.text("region");
        const auto names = reader.texts("cgroups_of");
        for (const auto& [starter, name] : starters) {
            if (std::ranges::contains(names, name)) {
                quota.starters.insert(starter);
            }
        }
    } else if (kind == "pictures") {
        quota.kind = Quota::Kind::pictures;
    }
    return quota;
}

std::string_view kind_name(policy::Guest::Kind kind) {
    return policy::to_string(kind);
}

} // namespace

ordered_json json_of(const policy::Limit& limit) {
    return {
        {"subject", limit.subject},
        {"requested", limit.requested},
        {"mechanism", limit.mechanism.empty() ? ordered_json() : ordered_json(limit.mechanism)},
        {"enforcement", policy::to_string(limit.enforcement)},
        {"reason", limit.reason},
    };
}

ordered_json json_of(const Plan& plan) {
    ordered_json devices = ordered_json::array();
    for (const auto& device : plan.devices) {
        devices.push_back(
            {{"role", to_string(device.role)},
             {"path", device.node.path},
             {"stable_name",
              device.node.stable_name.empty() ? ordered_json()
                                              : ordered_json(device.node.stable_name)},
             {"major", device.node.major},
             {"minor", device.node.minor},
             {"host_group", device.node.gid},
             {"guest_group", device.group_known ? ordered_json(device.group) : ordered_json()},
             {"why", device.why}}
        );
    }
    ordered_json mounts = ordered_json::array();
    for (const auto& mount : plan.mounts) {
        mounts.push_back(
            {{"source", mount.source.empty() ? ordered_json() : ordered_json(mount.source)},
             {"target", mount.target},
             {"read_only", mount.read_only},
             {"why", mount.why}}
        );
    }
    ordered_json environment = ordered_json::array();
    for (const auto& variable : plan.environment) {
        environment.push_back(
            {{"name", variable.name}, {"value", variable.value}, {"why", variable.why}}
        );
    }
    ordered_json pci = ordered_json::array();
    for (const auto& function : plan.pci) {
        pci.push_back(
            {{"address", function.address},
             {"class", function.device_class},
             {"driver", function.driver}}
        );
    }
    ordered_json quotas = ordered_json::array();
    for (const auto& quota : plan.quotas) {
        quotas.push_back(json_of(quota));
    }
    ordered_json limits = ordered_json::array();
    for (const auto& limit : plan.limits) {
        limits.push_back(json_of(limit));
    }
    return {
        {"format", format_name},
        {"version", format_version},
        {"name", plan.name},
        {"kind", kind_name(plan.kind)},
        {"level", policy::to_string(plan.level)},
        {"mode", to_string(plan.mode)},
        {"why", plan.mode_why},
        {"image", plan.image},
        {"command", plan.command},
        {"network", policy::to_string(plan.network)},
        {"ids",
         {{"first_user", plan.uids.first},
          {"first_group", plan.gids.first},
          {"count", plan.uids.count}}},
        {"devices", devices},
        {"nvidia", plan.nvidia},
        {"nvidia_nodes", plan.nvidia_nodes},
        {"pci", pci},
        {"mediated", plan.mediated.empty() ? ordered_json() : ordered_json(plan.mediated)},
        {"render_node", plan.render_node.empty() ? ordered_json() : ordered_json(plan.render_node)},
        {"mounts", mounts},
        {"environment", environment},
        {"quotas", quotas},
        {"limits", limits},
        {"warnings", plan.warnings},
    };
}

Result<Planned> read_planned(std::string_view text) {
    const auto parsed = json::parse(text, nullptr, false);
    if (parsed.is_discarded()) {
        return fail("it is no JSON");
    }
    Reader reader(parsed, "plan");
    if (reader.text("format") != format_name || reader.fault() ||
        reader.number("version") != format_version) {
        return fail("it is no plan of version {}", format_version);
    }
    Planned planned;
    planned.name = reader.text("name");
    const auto kind = reader.text("kind");
    planned.machine = kind == kind_name(policy::Guest::Kind::virtual_machine);
    const auto mode = reader.text("mode");
    if (const auto known = mode_named(mode)) {
        planned.mode = *known;
    } else {
        return fail("plan.mode is {}, which is none", in_quotes(mode));
    }
    reader.each("devices", [&](Reader& device) {
        planned.nodes.push_back(
            {.path = device.text("path"),
             .role = device.text("role"),
             .major = device.number("major"),
             .minor = device.number("minor")}
        );
    });
    planned.nvidia = reader.has("nvidia");
    planned.nvidia_nodes = reader.texts("nvidia_nodes");
    reader.each("pci", [&](Reader& function) {
        planned.pci.push_back(
            {.address = function.text("address"), .device_class = function.number("class")}
        );
    });
    reader.each("quotas", [&](Reader& quota) { planned.quotas.push_back(read_quota(quota)); });
    const auto network = reader.text("network");
    if (const auto known = policy::from_string<policy::Network>(network)) {
        planned.network = *known;
    } else if (!reader.fault()) {
        return fail("plan.network is {}, which is none", in_quotes(network));
    }
    planned.has_command = reader.has("command");
    reader.each("mounts", [&](Reader& mount) {
        auto target = mount.text("target");
        if (target.ends_with(".sock") || target.contains("/wayland-")) {
            planned.sockets.push_back(std::move(target));
        }
    });
    reader.each("environment", [&](Reader& variable) {
        planned.environment.push_back(
            {.name = variable.text("name"), .value = variable.text("value")}
        );
    });
    if (reader.fault()) {
        return fail("{}", *reader.fault());
    }
    for (const auto& node : planned.nodes) {
        if (!node.path.starts_with("/dev/") || node.path.contains("/../")) {
            return fail("plan.devices: {} is no device", in_quotes(node.path));
        }
    }
    return planned;
}

} // namespace exwm_vr::launch
