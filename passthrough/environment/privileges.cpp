// SPDX-License-Identifier: MIT
// What the kernel says about this process: namespaces and privileges.
#include "base/format.hpp"
#include "base/text.hpp"
#include "passthrough/environment/questions.hpp"
#include "passthrough/environment/report.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ranges>
#include <utility>

namespace exwm_vr::environment {
namespace {

// Numbers of the first namespaces, which the kernel makes with itself. Those of mnt and net are
// fixed on newer kernels only; before, the first mount namespace got the first number of all.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> initial_inodes{{
    {"cgroup", "4026531835"},
    {"ipc", "4026531839"},
    {"mnt", "4026531832"},
    {"net", "4026531833"},
    {"pid", "4026531836"},
    {"time", "4026531834"},
    {"user", "4026531837"},
    {"uts", "4026531838"},
}};
constexpr std::string_view first_numbers[] = {"4026531840", "4026531841"};

constexpr std::array<std::string_view, 41> capabilities{
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "KILL",
    "SETGID",
    "SETUID",
    "SETPCAP",
    "LINUX_IMMUTABLE",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_ADMIN",
    "NET_RAW",
    "IPC_LOCK",
    "IPC_OWNER",
    "SYS_MODULE",
    "SYS_RAWIO",
    "SYS_CHROOT",
    "SYS_PTRACE",
    "SYS_PACCT",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_NICE",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "MKNOD",
    "LEASE",
    "AUDIT_WRITE",
    "AUDIT_CONTROL",
    "SETFCAP",
    "MAC_OVERRIDE",
    "MAC_ADMIN",
    "SYSLOG",
    "WAKE_ALARM",
    "BLOCK_SUSPEND",
    "AUDIT_READ",
    "PERFMON",
    "BPF",
    "CHECKPOINT_RESTORE"
};
constexpr unsigned sys_admin = 21;

template <typename Number>
std::optional<Number> number(std::string_view text, int base) {
    Number value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

Answer status(Probe& probe, const char* key) {
    return probe.ask(field("/proc/self/status", key));
}

template <typename Number>
std::optional<Number> status_number(Probe& probe, const char* key, int base = 10) {
    const auto answer = status(probe, key);
    return answer.known() ? number<Number>(answer.text, base) : std::nullopt;
}

std::optional<std::string> id_map(Probe& probe, const char* path) {
    const auto answer = probe.ask(file(path));
    if (!answer.known()) {
        return std::nullopt;
    }
    // The kernel pads the numbers into columns.
    std::string map;
    bool blank = false;
    for (const char c : trimmed(answer.text)) {
        if (c == ' ' || c == '\t') {
            blank = true;
            continue;
        }
        if (blank && !map.empty() && map.back() != '\n' && c != '\n') {
            map += ' ';
        }
        blank = false;
        map += c;
    }
    return map;
}

Truth is_initial(std::string_view name, std::string_view inode, std::string_view expected) {
    if (inode == expected) {
        return Truth::yes;
    }
    const bool may_be_first = std::ranges::contains(first_numbers, inode);
    const bool was_not_fixed = name == "mnt" || name == "net";
    return was_not_fixed && (name == "net" || may_be_first) ? Truth::unknown : Truth::no;
}

Truth machine_root(const Privileges& privileges, std::span<const Namespace> namespaces) {
    const auto user = std::ranges::find(namespaces, "user", &Namespace::name);
    const auto initial = user != namespaces.end() ? user->initial : Truth::unknown;
    if (initial == Truth::no || (privileges.uid && *privileges.uid != 0)) {
        return Truth::no;
    }
    if (!privileges.effective || !privileges.uid) {
        return Truth::unknown;
    }
    if (((*privileges.effective >> sys_admin) & 1U) == 0) {
        return Truth::no;
    }
    return initial;
}

} // namespace

std::string capability_name(unsigned number) {
    return number < capabilities.size() ? "CAP_" + std::string(capabilities[number])
                                        : formatted("CAP_{}", number);
}

std::vector<Namespace> read_namespaces(Probe& probe) {
    std::vector<Namespace> namespaces;
    for (const auto& [name, expected] : initial_inodes) {
        Namespace one{.name = std::string(name), .inode = {}, .initial = Truth::unknown};
        const auto answer = probe.ask(link_of("/proc/self/ns/" + one.name));
        // "pid:[4026531836]"
        std::string_view text = answer.known() ? std::string_view(answer.text) : "";
        if (text.starts_with(one.name + ":[") && text.ends_with(']')) {
            text.remove_prefix(one.name.size() + 2);
            text.remove_suffix(1);
            if (number<std::uint64_t>(text, 10)) {
                one.inode = text;
                one.initial = is_initial(name, text, expected);
            }
        }
        namespaces.push_back(std::move(one));
    }
    return namespaces;
}

Truth set_apart(std::span<const Namespace> namespaces) {
    const auto initial = [&](std::string_view name) {
        const auto found = std::ranges::find(namespaces, name, &Namespace::name);
        return found != namespaces.end() ? found->initial : Truth::unknown;
    };
    if (initial("pid") == Truth::no) {
        return Truth::yes;
    }
    // Services have mounts of their own too; with names of their own as well it is a container
    // that shares processes with its host.
    const bool own_mounts = initial("mnt") != Truth::yes;
    for (const auto* name : {"uts", "ipc", "cgroup"}) {
        if (own_mounts && initial(name) == Truth::no) {
            return Truth::yes;
        }
    }
    const bool seen = initial("pid") == Truth::yes && initial("uts") == Truth::yes;
    return seen || (initial("pid") == Truth::yes && initial("mnt") == Truth::yes) ? Truth::no
                                                                                  : Truth::unknown;
}

Privileges read_privileges(std::span<const Namespace> namespaces, Probe& probe) {
    Privileges privileges;
    if (const auto uids = status(probe, "Uid:"); uids.known()) {
        // Real, effective, saved, of the file system.
        const auto text = std::string_view(uids.text);
        const auto blank = text.find_first_of(" \t");
        if (blank != std::string_view::npos) {
            privileges.uid = number<std::uint32_t>(trimmed(text.substr(blank)), 10);
        }
    }
    privileges.effective = status_number<std::uint64_t>(probe, "CapEff:", 16);
    privileges.bounding = status_number<std::uint64_t>(probe, "CapBnd:", 16);
    if (const auto value = status_number<unsigned>(probe, "NoNewPrivs:")) {
        privileges.no_new_privileges = *value != 0;
    }
    privileges.seccomp = status_number<unsigned>(probe, "Seccomp:");
    privileges.seccomp_filters = status_number<unsigned>(probe, "Seccomp_filters:");
    if (const auto last = probe.ask(file("/proc/sys/kernel/cap_last_cap")); last.known()) {
        privileges.last_capability = number<unsigned>(trimmed(last.text), 10);
    }
    privileges.uid_map = id_map(probe, "/proc/self/uid_map");
    privileges.gid_map = id_map(probe, "/proc/self/gid_map");
    privileges.machine_root = machine_root(privileges, namespaces);
    return privileges;
}

} // namespace exwm_vr::environment
