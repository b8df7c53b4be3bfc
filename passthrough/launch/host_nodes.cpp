// SPDX-License-Identifier: MIT
#include "passthrough/launch/host_nodes.hpp"

#include "base/format.hpp"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace exwm_vr::launch {
namespace {

namespace fs = std::filesystem;

std::string subsystem_of(dev_t device) {
    std::error_code failed;
    const auto link = fs::read_symlink(
        formatted("/sys/dev/char/{}:{}/subsystem", major(device), minor(device)), failed
    );
    return failed ? std::string() : link.filename().string();
}

std::vector<std::string> lines_of(const fs::path& file) {
    std::ifstream stream(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(std::move(line));
    }
    return lines;
}

/// Whether udev might give @p link, "/dev/serial/by-id/X", to another device than @p node as well.
bool may_be_anothers(const fs::path& link, const std::string& node, const fs::path& udev) {
    struct stat status{};
    if (stat(node.c_str(), &status) != 0) {
        return false;
    }
    const auto own = formatted("c{}:{}", major(status.st_rdev), minor(status.st_rdev));
    const auto known = lines_of(udev / own);
    if (known.empty()) {
        return false; // udev does not say: its link is all there is
    }
    if (std::ranges::none_of(known, [](const std::string& line) {
            return line.starts_with("E:ID_SERIAL_SHORT=");
        })) {
        return true;
    }
    const auto folder = link.parent_path();
    const auto claim =
        "S:" + (folder.parent_path().filename() / folder.filename() / link.filename()).string();
    std::error_code failed;
    for (fs::directory_iterator at(udev, failed), end; !failed && at != end; at.increment(failed)) {
        const auto name = at->path().filename().string();
        if (name.starts_with('c') && name != own &&
            std::ranges::contains(lines_of(at->path()), claim)) {
            return true; // makers that give all of theirs one number
        }
    }
    return false;
}

} // namespace

std::string lasting_name(
    const std::string& node, std::span<const char* const> folders, const std::string& udev
) {
    for (const auto* folder : folders) {
        std::error_code failed;
        std::string first;
        for (fs::directory_iterator at(folder, failed), end; !failed && at != end;
             at.increment(failed)) {
            std::error_code ignored;
            const auto name = at->path().string();
            // Of more than one, the same one each time.
            if (at->is_symlink(ignored) && fs::canonical(at->path(), ignored) == node &&
                (first.empty() || name < first)) {
                first = name;
            }
        }
        const bool by_id = fs::path(folder).filename() == "by-id";
        if (!first.empty() && !(by_id && may_be_anothers(first, node, udev))) {
            return first;
        }
    }
    return {};
}

std::optional<Node> node_at(const std::string& path, std::span<const char* const> folders) {
    struct stat status{};
    if (stat(path.c_str(), &status) != 0 || !S_ISCHR(status.st_mode)) {
        return std::nullopt;
    }
    std::error_code failed;
    const auto real = fs::canonical(path, failed);
    Node node{
        .path = failed ? path : real.string(),
        .subsystem = subsystem_of(status.st_rdev),
        .major = major(status.st_rdev),
        .minor = minor(status.st_rdev),
        .uid = status.st_uid,
        .gid = status.st_gid,
        .mode = status.st_mode & 0777U
    };
    // Who names a link means what it leads to.
    node.stable_name = node.path == path ? lasting_name(path, folders) : path;
    return node;
}

std::vector<Node>
nodes_at(const std::vector<std::string>& paths, std::span<const char* const> folders) {
    std::vector<Node> nodes;
    for (const auto& path : paths) {
        if (auto node = node_at(path, folders)) {
            nodes.push_back(std::move(*node));
        }
    }
    return nodes;
}

} // namespace exwm_vr::launch
