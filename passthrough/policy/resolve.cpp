// SPDX-License-Identifier: MIT
#include "passthrough/policy/resolve.hpp"

#include "base/format.hpp"
#include "passthrough/policy/words.hpp"

#include <array>

namespace exwm_vr::policy {

namespace {

using settings::member_path;
using settings::Report;
using settings::yaml::Node;

std::uint64_t bytes_of(int mb) {
    return static_cast<std::uint64_t>(mb) << 20U;
}

Operations set_of(const std::vector<Operation>& list) {
    Operations set;
    for (const auto operation : list) {
        set.insert(operation);
    }
    return set;
}

/// @p base with the figures that @p description has.
template <typename Description>
Allowance changed(Allowance base, const Description& description) {
    if (description.vram_limit_mb) {
        base.vram_bytes = bytes_of(*description.vram_limit_mb);
    }
    if (description.compute_percent) {
        base.compute_percent = static_cast<unsigned>(*description.compute_percent);
    }
    base.vulkan = description.vulkan.value_or(base.vulkan);
    if (!description.operations.empty()) {
        base.operations = set_of(description.operations);
    }
    if (description.requests_per_second) {
        base.requests_per_second = static_cast<std::uint32_t>(*description.requests_per_second);
    }
    return base;
}

/// A mapping of the file, as faults in it are told.
struct Here {
    const Node* node;
    std::string path;

    void tell(Report& report, std::string_view key, std::string_view message) const {
        const Node* const value = node == nullptr ? nullptr : node->find(key);
        const auto place = value != nullptr  ? value->place
                           : node != nullptr ? node->place
                                             : settings::Place{};
        report.add(place, member_path(path, key), message);
    }

    [[nodiscard]] Here inside(std::string_view key) const {
        const Node* const value = node == nullptr ? nullptr : node->find(key);
        return {value == nullptr ? node : value, member_path(path, key)};
    }
};

/// Says which figure of @p more is below that of @p less.
void check_order(
    const Allowance& less, const Allowance& more, Level lower, const Here& here, Report& report
) {
    const auto short_of = [&](std::string_view key, bool below) {
        if (below) {
            here.tell(report, key, formatted("less than the level {} grants", to_string(lower)));
        }
    };
    short_of("vram_limit_mb", more.vram_bytes < less.vram_bytes);
    short_of("compute_percent", more.compute_percent < less.compute_percent);
    short_of("vulkan", more.vulkan < less.vulkan);
    short_of("operations", !more.operations.contains(less.operations));
    short_of(
        "requests_per_second",
        more.requests_per_second &&
            (!less.requests_per_second || *more.requests_per_second < *less.requests_per_second)
    );
}

/// Notes each figure that was asked for and is more than @p granted.
void note_excess(
    const Allowance& asked, const Allowance& granted, Level level, const Here& here, Report& notes
) {
    const auto more = [&](std::string_view key, std::string_view holds, bool beyond) {
        if (beyond) {
            here.tell(
                notes,
                key,
                formatted("more than the level {} grants; {} holds", to_string(level), holds)
            );
        }
    };
    more(
        "vram_limit_mb", size_to_string(granted.vram_bytes), asked.vram_bytes > granted.vram_bytes
    );
    more(
        "compute_percent",
        formatted("{} %", granted.compute_percent),
        asked.compute_percent > granted.compute_percent
    );
    more("vulkan", to_string(granted.vulkan), asked.vulkan > granted.vulkan);
    more(
        "operations", to_string(granted.operations), !granted.operations.contains(asked.operations)
    );
    more(
        "requests_per_second",
        granted.requests_per_second ? std::to_string(*granted.requests_per_second) : "",
        granted.requests_per_second && asked.requests_per_second > granted.requests_per_second
    );
}

Allowance allowance_of(
    const GpuDescription& gpu, const Allowance& level, Level name, const Here& here, Report& notes
) {
    const Allowance asked = changed(level, gpu);
    note_excess(asked, level, name, here, notes);
    Allowance allowance = lesser(asked, level);
    if (!gpu.allow_vulkan) {
        allowance.vulkan = Vulkan::none;
    } else if (
        level.vulkan == Vulkan::none && here.node != nullptr &&
        here.node->find("allow_vulkan") != nullptr
    ) {
        here.tell(notes, "allow_vulkan", formatted("the level {} has no Vulkan", to_string(name)));
    }
    const bool can_compute = level.operations.contains(Operation::compute);
    if (!gpu.allow_compute) {
        allowance.operations.erase(Operation::compute);
        allowance.vulkan = std::min(allowance.vulkan, Vulkan::graphics);
    } else if (
        !can_compute && here.node != nullptr && here.node->find("allow_compute") != nullptr
    ) {
        here.tell(notes, "allow_compute", formatted("the level {} may not", to_string(name)));
    }
    return allowance;
}

void check_access(const Guest& guest, const Here& here, Report& report) {
    const Here gpu = here.inside("gpu");
    if (guest.access != Access::passthrough) {
        return;
    }
    if (guest.level != Level::system) {
        gpu.tell(
            report,
            "access_mode",
            formatted("passthrough needs the level system, not {}", to_string(guest.level))
        );
    } else if (!guest.allowance.operations.contains(Operation::passthrough)) {
        gpu.tell(report, "access_mode", "passthrough is not among its operations");
    } else if (guest.kind == Guest::Kind::application) {
        gpu.tell(report, "access_mode", "an application has no GPU of its own");
    }
}

void check_seat(const Guest& guest, const Here& here, Report& report) {
    const auto refuse = [&](std::string_view key, bool given) {
        if (given && guest.kind == Guest::Kind::application) {
            here.tell(report, key, "an application has no seat, no outputs and no devices");
        }
    };
    refuse("drives_outputs", guest.drives_outputs);
    refuse("outputs", !guest.outputs.empty());
    refuse("inputs", !guest.inputs.empty());
    refuse("seat", guest.seat != SeatSource::none);
    refuse("uinput", guest.uinput);
    if (guest.drives_outputs && guest.access == Access::none) {
        here.tell(report, "drives_outputs", "it needs a GPU, and this one gets none");
    }
    if (!guest.outputs.empty() && !guest.drives_outputs) {
        here.tell(report, "outputs", "they need drives_outputs: true");
    }
}

} // namespace

Levels
resolve(const LevelsDescription& description, Levels levels, const Node* section, Report& report) {
    const std::array<const LevelDescription*, level_count> all{
        &description.untrusted,
        &description.low,
        &description.medium,
        &description.high,
        &description.system
    };
    const Here here{section, "levels"};
    for (std::size_t i = 0; i < level_count; ++i) {
        const auto level = level_words.at(i).value;
        levels[level] = changed(levels[level], *all.at(i));
        const Here inside = here.inside(level_words.at(i).text);
        if (level != Level::system && levels[level].operations.contains(Operation::passthrough)) {
            inside.tell(report, "operations", "passthrough is for the level system only");
        }
        if (i > 0) {
            const auto lower = level_words.at(i - 1).value;
            check_order(levels[lower], levels[level], lower, inside, report);
        }
    }
    return levels;
}

Guest resolve(
    const GuestDescription& description,
    const Levels& levels,
    const Node& node,
    const std::string& path,
    Report& report,
    Report& notes
) {
    const Here here{&node, path};
    const auto& gpu = description.gpu;
    Guest guest;
    guest.name = description.name;
    guest.kind = description.kind;
    guest.level = description.level;
    guest.access = gpu.enabled ? gpu.access_mode : Access::none;
    guest.allowance =
        allowance_of(gpu, levels[guest.level], guest.level, here.inside("gpu"), notes);
    guest.priority = static_cast<unsigned>(gpu.priority);
    guest.limits_requests = gpu.requests_per_second.has_value();
    guest.gpus = gpu.devices;
    guest.drives_outputs = description.drives_outputs;
    guest.outputs = description.outputs;
    guest.inputs = description.inputs;
    guest.seat = description.seat;
    guest.uinput = description.uinput;
    guest.serials = description.serials;
    guest.network = description.network;
    guest.image = description.image;
    guest.command = description.command;
    guest.memory_bytes = description.memory_mb.transform(bytes_of);
    guest.cpus = description.cpus.transform([](int count) { return static_cast<unsigned>(count); });
    check_access(guest, here, report);
    check_seat(guest, here, report);
    if (guest.network == Network::host && guest.kind == Guest::Kind::virtual_machine) {
        here.tell(report, "network", "a virtual machine has a network of its own or none");
    }
    return guest;
}

} // namespace exwm_vr::policy
