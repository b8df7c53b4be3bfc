// SPDX-License-Identifier: MIT
// What holds a container, as it is from inside: limits of its cgroup, rights, network, root.
#include "passthrough/launch/verify_holds.hpp"

#include "base/format.hpp"
#include "base/number.hpp"
#include "base/table.hpp"

#include <algorithm>
#include <limits>
#include <ranges>

namespace exwm_vr::launch {
namespace {

/// Engines whose set-ups have an image that nothing is written to, and which show a container its
/// own cgroup. Others may show it none.
bool is_engine(const Inside& inside) {
    return inside.engine == "podman" || inside.engine == "docker";
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (const auto part : text | std::views::split(' ')) {
        if (const std::string_view word(part); !word.empty()) {
            words.push_back(word);
        }
    }
    return words;
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    return parse_number(text, std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max());
}

/// What the text of a limit's file allows, in the unit of @p quota; nothing: any amount.
std::optional<std::uint64_t> allowed(const Quota& quota, std::string_view text) {
    if (quota.kind == Quota::Kind::vram) {
        for (const auto line : text | std::views::split('\n')) {
            const auto words = words_of(std::string_view(line));
            if (words.size() == 2 && words[0] == quota.region) {
                return number_in(words[1]);
            }
        }
        return std::nullopt;
    }
    const auto words = words_of(text);
    if (quota.kind == Quota::Kind::cpu) {
        const auto time = words.size() == 2 ? number_in(words[0]) : std::nullopt;
        const auto period = words.size() == 2 ? number_in(words[1]) : std::nullopt;
        return time && period && *period != 0 ? std::optional(*time * 100 / *period) : std::nullopt;
    }
    return words.size() == 1 ? number_in(words[0]) : std::nullopt;
}

std::string_view file_of(const Quota& quota) {
    switch (quota.kind) {
    case Quota::Kind::memory:
        return "memory.max";
    case Quota::Kind::cpu:
        return "cpu.max";
    case Quota::Kind::vram:
        return "dmem.max";
    case Quota::Kind::pictures:
        break; // of machines
    }
    return {};
}

void verify_quota(const Quota& quota, const Inside& inside, std::vector<Verdict>& verdicts) {
    const auto file = file_of(quota);
    const auto found = inside.limits.find(std::string(file));
    const bool seen = found != inside.limits.end();
    const auto is = seen ? allowed(quota, found->second) : std::nullopt;
    // It may be set on a cgroup that is not shown, and one of GPU memory may be none there.
    const bool shown =
        quota.kind == Quota::Kind::vram
            ? inside.engine == "podman" && quota.starters.contains(policy::Starter::podman)
            : is_engine(inside);
    if (!is && !shown) {
        return;
    }
    const auto wanted = quota.kind == Quota::Kind::cpu ? quota.cpu_percent : quota.bytes;
    const auto subject =
        quota.region.empty() ? std::string(file) : formatted("{} of {}", file, quota.region);
    const std::string_view unit = quota.kind == Quota::Kind::cpu ? "% of one" : "bytes";
    add_verdict(
        verdicts,
        is && *is <= wanted,
        subject,
        is     ? formatted("is {} {}, and {} were planned", *is, unit, wanted)
        : seen ? formatted("is not limited, and {} {} were planned", wanted, unit)
               : "is not there",
        "look whether the set-up sets it, and which cgroup the container is in"
    );
}

} // namespace

bool runs_program(const Planned& planned, const Inside& inside) {
    if (inside.engine == "lxc" || inside.engine == "systemd-nspawn") {
        return planned.has_command && !inside.has_init;
    }
    return is_engine(inside);
}

void add_verdict(
    std::vector<Verdict>& verdicts,
    bool good,
    std::string subject,
    std::string finding,
    std::string remedy
) {
    verdicts.push_back(
        {.good = good,
         .subject = std::move(subject),
         .finding = std::move(finding),
         .remedy = good ? "" : std::move(remedy)}
    );
}

void verify_holds(const Planned& planned, const Inside& inside, std::vector<Verdict>& verdicts) {
    for (const auto& quota : planned.quotas) {
        verify_quota(quota, inside, verdicts);
    }
    if (runs_program(planned, inside) && inside.rights) {
        add_verdict(
            verdicts,
            inside.rights->capabilities == 0,
            "capabilities",
            inside.rights->capabilities == 0 ? "it has none"
                                             : formatted("{:x}", inside.rights->capabilities),
            "the set-up takes all of them: see how it was started"
        );
        add_verdict(
            verdicts,
            inside.rights->no_new,
            "new privileges",
            inside.rights->no_new ? "no program gives it any" : "programs can give it some",
            "the set-up forbids them: see how it was started"
        );
    }
    if (is_engine(inside)) {
        add_verdict(
            verdicts,
            inside.root_read_only,
            "/",
            inside.root_read_only ? "cannot be written to" : "can be written to",
            "the set-up makes it read-only: see how it was started"
        );
    }
    if (planned.network == policy::Network::none && inside.interfaces) {
        add_verdict(
            verdicts,
            inside.interfaces->empty(),
            "network",
            inside.interfaces->empty() ? "there is none" : joined(*inside.interfaces),
            "none was planned: the container is given more than its set-up says"
        );
    }
}

void verify_functions(
    const Planned& planned, const Inside& inside, std::vector<Verdict>& verdicts
) {
    for (const auto& function : planned.pci) {
        const auto is_class = [&](std::uint32_t device_class) {
            return device_class == function.device_class;
        };
        const auto wanted =
            std::ranges::count(planned.pci, function.device_class, &PlannedFunction::device_class);
        const auto there = std::ranges::count_if(inside.pci_classes, is_class);
        add_verdict(
            verdicts,
            there >= wanted,
            function.address,
            formatted(
                "of class {:06x}, {} are here and {} were given",
                function.device_class,
                there,
                wanted
            ),
            "see whether the machine was started with it"
        );
    }
}

} // namespace exwm_vr::launch
