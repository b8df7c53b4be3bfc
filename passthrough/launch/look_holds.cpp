// SPDX-License-Identifier: MIT
// What holds this container or machine, as far as it can be seen from inside.
#include "passthrough/launch/look_holds.hpp"

#include "passthrough/environment/read_file.hpp"
#include "passthrough/gpu/tree.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

namespace exwm_vr::launch {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_text = 1U << 16U;

std::string text_of(const std::string& path) {
    auto answer = environment::read_file(path, most_text);
    if (!answer.known()) {
        return {};
    }
    while (answer.text.ends_with('\n')) {
        answer.text.pop_back();
    }
    return std::move(answer.text);
}

bool has_init() {
    constexpr std::array<std::string_view, 7> inits{
        "systemd", "init", "openrc-init", "runit", "dinit", "s6-svscan", "shepherd"
    };
    return std::ranges::contains(inits, text_of("/proc/1/comm"));
}

/// Managers put a process of theirs before the container's program, which reaps others.
std::string program() {
    const auto first = text_of("/proc/1/comm");
    const bool reaps = first.starts_with("(sd-") || first == "catatonit" || first == "docker-init";
    return reaps ? "/proc/2/status" : "/proc/1/status";
}

std::optional<Inside::Rights> rights() {
    const auto status = environment::read_file(program(), most_text);
    Inside::Rights rights;
    for (const auto* field : {"CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:"}) {
        const auto mask = environment::field_of(status, field);
        if (!mask.known()) {
            return std::nullopt;
        }
        const auto bits = gpu::number_in("0x" + mask.text); // it writes them without
        if (!bits) {
            return std::nullopt;
        }
        rights.capabilities |= *bits;
    }
    rights.no_new = environment::field_of(status, "NoNewPrivs:").text == "1";
    return rights;
}

std::optional<std::vector<std::string>> interfaces() {
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) {
        return std::nullopt;
    }

    struct Free {
        void operator()(ifaddrs* list) const { freeifaddrs(list); }
    };

    const std::unique_ptr<ifaddrs, Free> list(first);
    std::vector<std::string> names;
    for (const auto* at = list.get(); at != nullptr; at = at->ifa_next) {
        const std::string name = at->ifa_name;
        if ((at->ifa_flags & IFF_UP) != 0 && (at->ifa_flags & IFF_LOOPBACK) == 0 &&
            !std::ranges::contains(names, name)) {
            names.push_back(name);
        }
    }
    return names;
}

} // namespace

void look_at_holds(Inside& inside) {
    struct statvfs root{};
    inside.root_read_only = statvfs("/", &root) == 0 && (root.f_flag & ST_RDONLY) != 0;
    inside.rights = rights();
    inside.has_init = has_init();
    inside.interfaces = interfaces();
    for (const auto* file : {"memory.max", "cpu.max", "dmem.max"}) {
        if (auto text = text_of(std::string("/sys/fs/cgroup/") + file); !text.empty()) {
            inside.limits[file] = std::move(text);
        }
    }
    std::error_code failed;
    for (fs::directory_iterator at("/sys/bus/pci/devices", failed), end; !failed && at != end;
         at.increment(failed)) {
        if (const auto found = gpu::number_in(text_of((at->path() / "class").string()))) {
            inside.pci_classes.push_back(static_cast<std::uint32_t>(*found));
        }
    }
}

} // namespace exwm_vr::launch
