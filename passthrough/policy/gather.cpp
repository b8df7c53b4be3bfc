// SPDX-License-Identifier: MIT
#include "base/fd.hpp"
#include "base/format.hpp"
#include "base/number.hpp"
#include "passthrough/policy/mechanisms.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <ranges>
#include <system_error>

namespace exwm_vr::policy {

namespace {

namespace fs = std::filesystem;

/// What of a file is of interest here is short; the rest is left out. Empty when it cannot be read.
std::string start_of(const fs::path& path) {
    constexpr std::size_t longest = 16384;
    const Fd file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    struct stat status{};
    if (!file || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return {};
    }
    std::string text(longest, '\0');
    std::size_t size = 0;
    while (size < longest) {
        const auto count = read(file.get(), text.data() + size, longest - size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            break;
        }
        size += static_cast<std::size_t>(count);
    }
    text.resize(size);
    return text;
}

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

bool has_word(std::string_view text, std::string_view word) {
    return std::ranges::any_of(text | std::views::split(' '), [&](const auto& part) {
        std::string_view one{part};
        if (one.ends_with('\n')) {
            one.remove_suffix(1);
        }
        return one == word;
    });
}

/// Where the cgroups of @p user's guests are made: root's among the machine's, those of others in
/// what their systemd was given.
fs::path folder_of(const fs::path& cgroups, std::uint32_t user) {
    const auto own = formatted("user.slice/user-{0}.slice/user@{0}.service", user);
    return cgroups / (user == 0 ? "" : own);
}

/// systemd and crun hand those controllers on that they know, when a limit is set. They do not know
/// dmem: somebody must have handed that on, through each slice on the way. One that is yet to be
/// made will not have it. A service has cgroups of its own, for Quadlet, that are made with it:
/// nobody can hand it on to these before.
std::set<Starter> starters_with_dmem(const fs::path& cgroups, std::uint32_t user) {
    const auto handed_on = [](const fs::path& cgroup) {
        return has_word(start_of(cgroup / "cgroup.subtree_control"), "dmem");
    };
    const auto own = folder_of(cgroups, user);
    std::set<Starter> starters;
    if (handed_on(cgroups)) {
        starters.insert(Starter::daemon);
    }
    if (handed_on(own) && handed_on(own / (user == 0 ? "machine.slice" : "user.slice"))) {
        starters.insert(Starter::podman);
    }
    if (user != 0 && handed_on(own) && handed_on(own / "app.slice")) {
        starters.insert(Starter::scope);
    }
    return starters;
}

/// With both versions mounted, the second has a folder of its own, without most controllers.
fs::path cgroups_in(const fs::path& root) {
    const fs::path cgroups = root / "sys/fs/cgroup";
    return is_there(cgroups / "cgroup.controllers") ? cgroups : cgroups / "unified";
}

/// The folder in which the host sets what the virtual function @p pci gets; empty for none.
fs::path quotas(const fs::path& devices, const std::string& pci) {
    std::error_code error;
    const fs::path physical =
        devices / fs::read_symlink(devices / pci / "physfn", error).filename();
    if (error) {
        return {};
    }
    // Which of the physical one's it is; virtfn0 is called vf1.
    constexpr unsigned most = 256;
    for (unsigned i = 0; i < most; ++i) {
        const auto link = fs::read_symlink(physical / formatted("virtfn{}", i), error);
        if (error) {
            return {};
        }
        if (link.filename() == pci) {
            return physical / "sriov_admin" / formatted("vf{}", i + 1) / "profile";
        }
    }
    return {};
}

/// "0-3,8" is 5.
unsigned count_of(std::string_view list) {
    constexpr unsigned most = 65536;
    unsigned count = 0;
    while (list.ends_with('\n')) {
        list.remove_suffix(1);
    }
    for (const auto part : list | std::views::split(',')) {
        const std::string_view range{part};
        const auto dash = range.find('-');
        const auto first = parse_number(range.substr(0, dash), 0U, most);
        const auto last =
            dash == std::string_view::npos ? first : parse_number(range.substr(dash + 1), 0U, most);
        if (!first || !last || *last < *first) {
            return 1;
        }
        count = std::min(most, count + *last - *first + 1);
    }
    return std::max(count, 1U);
}

bool is_pci_address(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(
               text, [](char c) { return std::string_view{"0123456789abcdef:."}.contains(c); }
           ) &&
           text != "." && text != "..";
}

} // namespace

std::vector<std::string> vram_regions(const fs::path& root, const std::string& pci) {
    std::vector<std::string> regions;
    if (!is_pci_address(pci)) {
        return regions;
    }
    // Its lines are "drm/0000:03:00.0/vram0 8589934592". Other memory than the GPU's own may have a
    // region, too: "mapped".
    const auto text = start_of(cgroups_in(root) / "dmem.capacity");
    const auto prefix = formatted("drm/{}/vram", pci);
    for (const auto part : text | std::views::split('\n')) {
        const std::string_view line{part};
        const auto end = line.find(' ');
        if (line.starts_with(prefix) && end != std::string_view::npos) {
            regions.emplace_back(line.substr(0, end));
        }
    }
    return regions;
}

Mechanisms gather(const fs::path& root, const std::string& meant, std::uint32_t user) {
    const fs::path sys = root / "sys";
    const fs::path devices = sys / "bus/pci/devices";
    const auto pci = is_pci_address(meant) ? meant : std::string{};
    const auto cgroups = cgroups_in(root);
    const auto available = start_of(folder_of(cgroups, user) / "cgroup.controllers");
    Mechanisms found;
    found.cpu_max = has_word(available, "cpu");
    found.memory_max = has_word(available, "memory");
    found.dmem_for = starters_with_dmem(cgroups, user);
    found.dmem_controller = !found.dmem_for.empty();
    found.dmem_region = !vram_regions(root, pci).empty();
    found.processors = count_of(start_of(sys / "devices/system/cpu/online"));
    if (!pci.empty()) {
        found.iommu = is_there(devices / pci / "iommu_group");
        found.partition = is_there(devices / pci / "physfn");
        const auto folder = quotas(devices, pci);
        found.vram_quota = !folder.empty() && is_there(folder / "vram_quota");
        found.exec_quantum = !folder.empty() && is_there(folder / "exec_quantum_ms");
    }
    return found;
}

} // namespace exwm_vr::policy
