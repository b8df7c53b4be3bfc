// SPDX-License-Identifier: MIT
#include "passthrough/gpu/apis.hpp"

#include <nlohmann/json.hpp>

namespace exwm_vr::gpu {

using nlohmann::json;

static void to_json(json& into, const EglDevice& device) {
    into = {
        {"card", device.card},
        {"render", device.render},
        {"software", device.software},
        {"vendor", device.vendor},
        {"version", device.version},
        {"driver", device.driver},
        {"gles", device.gles},
        {"renderer", device.renderer},
        {"largest_texture", device.largest_texture},
        {"imports_dmabuf", device.imports_dmabuf},
        {"imports_modifiers", device.imports_modifiers},
        {"problem", device.problem},
    };
}

static void from_json(const json& from, EglDevice& device) {
    from.at("card").get_to(device.card);
    from.at("render").get_to(device.render);
    from.at("software").get_to(device.software);
    from.at("vendor").get_to(device.vendor);
    from.at("version").get_to(device.version);
    from.at("driver").get_to(device.driver);
    from.at("gles").get_to(device.gles);
    from.at("renderer").get_to(device.renderer);
    from.at("largest_texture").get_to(device.largest_texture);
    from.at("imports_dmabuf").get_to(device.imports_dmabuf);
    from.at("imports_modifiers").get_to(device.imports_modifiers);
    from.at("problem").get_to(device.problem);
}

static void to_json(json& into, const VulkanDevice& device) {
    into = {
        {"name", device.name},
        {"type", device.type},
        {"version", device.version},
        {"driver", device.driver},
        {"driver_info", device.driver_info},
        {"vendor", device.vendor},
        {"device", device.device},
        {"tells_nodes", device.tells_nodes},
        {"card", device.card},
        {"render", device.render},
        {"local_bytes", device.local_bytes},
        {"compute_units", device.compute_units ? json(*device.compute_units) : json()},
        {"extensions", device.extensions},
    };
}

static void from_json(const json& from, VulkanDevice& device) {
    from.at("name").get_to(device.name);
    from.at("type").get_to(device.type);
    from.at("version").get_to(device.version);
    from.at("driver").get_to(device.driver);
    from.at("driver_info").get_to(device.driver_info);
    from.at("vendor").get_to(device.vendor);
    from.at("device").get_to(device.device);
    from.at("tells_nodes").get_to(device.tells_nodes);
    from.at("card").get_to(device.card);
    from.at("render").get_to(device.render);
    from.at("local_bytes").get_to(device.local_bytes);
    from.at("extensions").get_to(device.extensions);
    if (const auto& units = from.at("compute_units"); !units.is_null()) {
        device.compute_units = units.get<unsigned>();
    }
}

template <typename T>
static json or_null(const std::optional<T>& value) {
    return value ? json(*value) : json();
}

template <typename T>
static std::optional<T> known_in(const json& value) {
    return value.is_null() ? std::nullopt : std::optional(value.get<T>());
}

static void to_json(json& into, const NvmlDevice& device) {
    into = {
        {"address", device.address},
        {"memory_total", or_null(device.memory_total)},
        {"memory_used", or_null(device.memory_used)},
        {"celsius", or_null(device.celsius)},
        {"watts", or_null(device.watts)},
    };
}

static void from_json(const json& from, NvmlDevice& device) {
    from.at("address").get_to(device.address);
    device.memory_total = known_in<std::uint64_t>(from.at("memory_total"));
    device.memory_used = known_in<std::uint64_t>(from.at("memory_used"));
    device.celsius = known_in<double>(from.at("celsius"));
    device.watts = known_in<double>(from.at("watts"));
}

namespace {

std::string text_of(const json& whole) {
    return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

template <typename T, typename Read>
Result<T> read(std::string_view text, std::string_view whose, const Read& from) {
    if (text.size() > longest_api_text) {
        return fail("{}: the answer is too long", whose);
    }
    try {
        return from(json::parse(text));
    } catch (const json::exception& error) {
        return fail("{}: the answer is damaged: {}", whose, error.what());
    }
}

} // namespace

std::string write_egl(const EglDevice& device) {
    return text_of(device);
}

Result<EglDevice> read_egl(std::string_view text) {
    return read<EglDevice>(text, "EGL", [](const json& whole) { return whole.get<EglDevice>(); });
}

std::string write_vulkan(const VulkanAnswer& answer) {
    return text_of({{"extensions", answer.extensions}, {"devices", answer.devices}});
}

Result<VulkanAnswer> read_vulkan(std::string_view text) {
    return read<VulkanAnswer>(text, "Vulkan", [](const json& whole) {
        VulkanAnswer answer;
        whole.at("extensions").get_to(answer.extensions);
        whole.at("devices").get_to(answer.devices);
        return answer;
    });
}

std::string write_nvml(const std::vector<NvmlDevice>& devices) {
    return text_of(devices);
}

Result<std::vector<NvmlDevice>> read_nvml(std::string_view text) {
    return read<std::vector<NvmlDevice>>(text, "NVML", [](const json& whole) {
        return whole.get<std::vector<NvmlDevice>>();
    });
}

} // namespace exwm_vr::gpu
