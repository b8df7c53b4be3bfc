// SPDX-License-Identifier: MIT
#include "passthrough/vfio/users.hpp"

#include "base/format.hpp"

#include <climits>

#include <dirent.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

namespace exwm_vr::vfio {
namespace {

struct ClosesFolder {
    void operator()(DIR* folder) const noexcept { closedir(folder); }
};

using Folder = std::unique_ptr<DIR, ClosesFolder>;

bool is_process(std::string_view name) {
    return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The node that a descriptor's link leads to; empty for others.
std::string node_behind(
    const gpu::Tree& tree,
    std::span<const gpu::NodeFile> nodes,
    int folder,
    const std::string& process,
    const char* descriptor
) {
    std::array<char, PATH_MAX> target{};
    const auto length = readlinkat(folder, descriptor, target.data(), target.size());
    if (length <= 0) {
        return "";
    }
    const std::string_view path(target.data(), static_cast<std::size_t>(length));
    for (const auto& node : nodes) {
        if (path == node.path) {
            return node.path;
        }
    }
    // In a container it may have another name. Other files are not looked at, as that can wait.
    if (!path.starts_with("/dev/")) {
        return "";
    }
    const auto status = tree.status(process + "/fd/" + descriptor);
    for (const auto& node : nodes) {
        if (status && node.major != 0 && S_ISCHR(status->st_mode) &&
            major(status->st_rdev) == node.major && minor(status->st_rdev) == node.minor) {
            return node.path;
        }
    }
    return "";
}

void look_at(
    const gpu::Tree& tree,
    std::span<const gpu::NodeFile> nodes,
    const std::string& process,
    Users& users
) {
    const auto path = "/proc/" + process;
    const Folder folder(opendir(tree.at(path + "/fd").c_str()));
    if (!folder) {
        users.unseen += errno == EACCES || errno == EPERM ? 1 : 0; // else it has ended
        return;
    }
    std::vector<std::string> open;
    while (const dirent* const entry = readdir(folder.get())) {
        auto node = node_behind(tree, nodes, dirfd(folder.get()), path, std::data(entry->d_name));
        if (!node.empty() && !std::ranges::contains(open, node)) {
            open.push_back(std::move(node));
        }
    }
    std::ranges::sort(open);
    for (const auto& node : open) {
        users.processes.push_back(
            formatted("{} (process {}) has {} open", tree.text(path + "/comm").text, process, node)
        );
    }
}

} // namespace

Users users_of(const gpu::Tree& tree, std::span<const gpu::NodeFile> nodes) {
    Users users;
    const Folder processes(opendir(tree.at("/proc").c_str()));
    while (const dirent* const entry = processes ? readdir(processes.get()) : nullptr) {
        const std::string name(std::data(entry->d_name));
        if (is_process(name)) {
            look_at(tree, nodes, name, users);
        }
    }
    std::ranges::sort(users.processes);
    return users;
}

std::vector<gpu::NodeFile> vfio_nodes(const gpu::Tree& tree, const std::string& address) {
    const auto folder = "/sys/bus/pci/devices/" + address;
    std::vector<gpu::NodeFile> nodes;
    if (const auto group = tree.link_name(folder + "/iommu_group"); !group.empty()) {
        nodes.push_back({.path = "/dev/vfio/" + group});
    }
    for (const auto& name : tree.names(folder + "/vfio-dev", "vfio")) {
        nodes.push_back({.path = "/dev/vfio/devices/" + name});
    }
    return nodes;
}

} // namespace exwm_vr::vfio
