// SPDX-License-Identifier: MIT
#include "base/settings/choice.hpp"
#include "base/settings/key.hpp"
#include "base/settings/kind.hpp"
#include "passthrough/policy/description.hpp"
#include "passthrough/policy/guests_file.hpp"
#include "passthrough/policy/words.hpp"

#include <algorithm>
#include <ranges>

namespace exwm_vr::policy {

namespace {

using settings::choice;
using settings::Keys;
using settings::list_of_mappings;
using settings::list_of_values;
using settings::section;
using settings::value;
namespace kind = settings::kind;

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

/// A path that stays below @p folder, which ends in '/'.
bool is_below(std::string_view folder, std::string_view path) {
    if (!path.starts_with(folder) || path.size() == folder.size() || has_control(path)) {
        return false;
    }
    return std::ranges::none_of(path.substr(1) | std::views::split('/'), [](const auto& part) {
        const std::string_view name{part};
        return name.empty() || name == "." || name == "..";
    });
}

template <typename Check>
kind::Kind<std::string> checked_text(const std::string& expected, Check good) {
    return kind::from_scalar<std::string>(
        expected,
        false,
        [good](std::string_view text) {
            return good(text) ? std::optional(std::string{text}) : std::nullopt;
        },
        settings::yaml::scalar
    );
}

kind::Kind<std::string> path_below(std::string_view folder) {
    return checked_text(formatted("a path below {}", folder), [folder](std::string_view text) {
        return is_below(folder, text);
    });
}

kind::Kind<std::string> one_line() {
    return checked_text("text on one line, not empty", [](std::string_view text) {
        return !text.empty() && !has_control(text);
    });
}

kind::Kind<std::string> guest_name() {
    return checked_text(
        "letters, digits, '-', '_' and '.', at most 64, the first a letter or digit", is_guest_name
    );
}

/// What levels and guests have in common.
template <typename Record>
Keys<Record> figures() {
    return {
        value<Record>(
            "compute_percent",
            "Share of the GPU's time.",
            &Record::compute_percent,
            kind::whole(0, 100, "percent")
        ),
        value<Record>(
            "vulkan",
            "What may be used of Vulkan. That it is used for graphics only cannot be enforced on "
            "any GPU.",
            &Record::vulkan,
            choice(vulkan_words)
        ),
        list_of_values<Record>(
            "operations",
            "What may be done with the GPU. Empty: what the level grants.",
            &Record::operations,
            choice(operation_words)
        ),
        value<Record>(
            "requests_per_second",
            "Requests to a device that the compositor plays for the guest; those beyond are "
            "denied. No set-up has such a device yet.",
            &Record::requests_per_second,
            kind::whole(1, highest_request_rate, "per second")
        ),
    };
}

Keys<LevelDescription> level_keys() {
    auto keys = figures<LevelDescription>();
    keys.insert(
        keys.begin(),
        value<LevelDescription>(
            "vram_limit_mb",
            "The GPU's memory.",
            &LevelDescription::vram_limit_mb,
            kind::whole(0, highest_mb, "MiB")
        )
    );
    return keys;
}

Keys<LevelsDescription> levels_keys() {
    const auto level = [](std::string_view name, std::string_view help, auto where) {
        return section<LevelsDescription>(name, help, where, level_keys());
    };
    using Levels = LevelsDescription;
    return {
        level("untrusted", "What the level untrusted grants.", &Levels::untrusted),
        level("low", "What the level low grants.", &Levels::low),
        level("medium", "What the level medium grants.", &Levels::medium),
        level("high", "What the level high grants.", &Levels::high),
        level("system", "What the level system grants.", &Levels::system),
    };
}

Keys<GpuDescription> gpu_keys() {
    using Gpu = GpuDescription;
    Keys<Gpu> keys{
        value<Gpu>("enabled", "Whether it gets at a GPU at all.", &Gpu::enabled, kind::flag()),
        value<Gpu>(
            "access_mode",
            "How: not at all; drawing by its processors; a GPU that is shared, by a render node or "
            "a virtual device, which has two names; or a GPU of its own, which needs the level "
            "system.",
            &Gpu::access_mode,
            choice(access_words)
        ),
        value<Gpu>(
            "vram_limit_mb",
            "Limit of the GPU's memory. Left out: the level's.",
            &Gpu::vram_limit_mb,
            kind::whole(0, highest_mb, "MiB")
        ),
        value<Gpu>(
            "priority",
            "Who is to go first among guests: a higher one. No set-up goes by it yet.",
            &Gpu::priority,
            kind::whole(0, 100)
        ),
        value<Gpu>(
            "allow_vulkan",
            "Whether it may use Vulkan, as far as its level does.",
            &Gpu::allow_vulkan,
            kind::flag()
        ),
        value<Gpu>(
            "allow_compute",
            "Whether it may compute, as far as its level does.",
            &Gpu::allow_compute,
            kind::flag()
        ),
    };
    keys.append_range(figures<Gpu>());
    keys.push_back(
        list_of_values<Gpu>(
            "devices",
            "The GPUs for it: a node such as /dev/dri/renderD128, a bus such as 0000:01:00.0, or a "
            "driver such as amdgpu; for a container also a MIG instance by the name that "
            "nvidia-smi -L "
            "prints, for a machine with access_mode passthrough also the UUID of a mediated "
            "device. Empty: by rule.",
            &Gpu::devices,
            one_line()
        )
    );
    return keys;
}

Keys<GuestDescription> description_keys() {
    using Guest = GuestDescription;
    Keys<Guest> keys{
        value<Guest>("name", "What it is called.", &Guest::name, guest_name()),
        value<Guest>(
            "kind",
            "A virtual machine, a container that a compositor runs in, or a container for an "
            "application, which has no seat and no outputs.",
            &Guest::kind,
            choice(kind_words)
        ),
        value<Guest>("level", "How far it is trusted.", &Guest::level, choice(level_words)),
        section<Guest>("gpu", "What it gets of a GPU.", &Guest::gpu, gpu_keys()),
        value<Guest>(
            "drives_outputs",
            "Whether it shows pictures on monitors of its own.",
            &Guest::drives_outputs,
            kind::flag()
        ),
        list_of_values<Guest>(
            "outputs",
            "Which of them, such as DP-1. Empty: all of its GPUs.",
            &Guest::outputs,
            one_line()
        ),
        list_of_values<Guest>(
            "inputs", "Its input devices.", &Guest::inputs, path_below("/dev/input/")
        ),
        value<Guest>(
            "seat",
            "How it gets at outputs and input: through the host's seatd, which opens the devices, "
            "or by the devices themselves.",
            &Guest::seat,
            choice(seat_words)
        ),
        value<Guest>("uinput", "Whether it may make input devices.", &Guest::uinput, kind::flag()),
        list_of_values<Guest>(
            "serials",
            "Its serial devices, such as a board that measures a brain's signals. Terminals and "
            "devices of other kinds are refused.",
            &Guest::serials,
            path_below("/dev/")
        ),
        value<Guest>(
            "network",
            "What of the network it reaches: nothing; what the host reaches, by an interface of "
            "its own; or all that the host has, which is for containers, and which hands them the "
            "services that the host offers itself only.",
            &Guest::network,
            choice(network_words)
        ),
        value<Guest>(
            "image", "The container's image, or the machine's disk.", &Guest::image, one_line()
        ),
        list_of_values<Guest>(
            "command",
            "What is run in it, a word each. Empty: what its image says.",
            &Guest::command,
            kind::text()
        ),
        value<Guest>(
            "memory_mb",
            "Limit of memory. Left out: none.",
            &Guest::memory_mb,
            kind::whole(1, highest_mb, "MiB")
        ),
        value<Guest>(
            "cpus", "How many processors. Left out: all.", &Guest::cpus, kind::whole(1, 8192)
        ),
    };
    keys.front().required = true;
    keys.front().default_value.clear();
    return keys;
}

} // namespace

const Keys<GuestsDescription>& guest_keys() {
    static const Keys<GuestsDescription> keys = [] {
        Keys<GuestsDescription> all{
            section<GuestsDescription>(
                "levels",
                "What levels grant, where that is not their default. A level never grants less "
                "than the one before it, and passthrough is for the level system only.",
                &GuestsDescription::levels,
                levels_keys()
            ),
            list_of_mappings<GuestsDescription>(
                "guests",
                "Virtual machines and containers.",
                &GuestsDescription::guests,
                description_keys()
            ),
        };
        return all;
    }();
    return keys;
}

std::vector<settings::KeyDoc> describe_guest_keys() {
    return settings::describe(guest_keys());
}

bool is_guest_name(std::string_view name) {
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    constexpr std::size_t longest = 64;
    return !name.empty() && name.size() <= longest && letters.contains(name.front()) &&
           std::ranges::all_of(name, [&](char c) {
               return letters.contains(c) || c == '-' || c == '_' || c == '.';
           });
}

} // namespace exwm_vr::policy
