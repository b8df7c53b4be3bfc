// SPDX-License-Identifier: MIT
#include "passthrough/gpu/look.hpp"

#include "base/format.hpp"
#include "passthrough/gpu/kernel_text.hpp"

#include <sys/sysmacros.h>

#include <algorithm>

namespace exwm_vr::gpu {

std::string Look::text(const std::string& path) {
    auto answer = tree_.text(path);
    if (answer.truncated) {
        unread(path, "it is too long");
        return "";
    }
    if (answer.known()) {
        return std::move(answer.text);
    }
    if (answer.unknown()) {
        unread(path, answer.text.empty() ? to_string(answer.state) : answer.text);
    }
    return "";
}

Known<std::string> Look::known_text(const std::string& path) {
    auto value = text(path);
    return value.empty() ? std::nullopt : Known<std::string>({.value = value, .source = path});
}

std::optional<std::uint64_t> Look::number(const std::string& path) {
    const auto value = text(path);
    const auto read = number_in(value);
    if (!value.empty() && !read) {
        unread(path, "it is no number");
    }
    return read;
}

void Look::unread(const std::string& path, std::string_view why) {
    auto line = formatted("{}: {}", path, why);
    if (!std::ranges::contains(details_.unread, line)) {
        details_.unread.push_back(std::move(line));
    }
}

void fill_in(Look& look, NodeFile& node) {
    const Tree& tree = look.tree();
    const auto status = tree.status(node.path);
    if (!status) {
        return;
    }
    // In a tree that was written down, files stand for devices.
    node.present = tree.is_machine()
                       ? S_ISCHR(status->st_mode) && major(status->st_rdev) == node.major &&
                             minor(status->st_rdev) == node.minor
                       : S_ISREG(status->st_mode);
    if (!node.present) {
        return look.unread(node.path, "it is another device than the kernel's");
    }
    node.uid = status->st_uid;
    node.gid = status->st_gid;
    node.mode = status->st_mode & 07777U;
}

void look_at_nodes(Look& look, const std::vector<std::string>& names) {
    const Tree& tree = look.tree();
    constexpr const char* stable = "/dev/dri/by-path/";
    for (const auto& name : names) {
        const bool is_accelerator = name.starts_with("accel");
        const auto dev = (is_accelerator ? "/sys/class/accel/" : "/sys/class/drm/") + name + "/dev";
        const auto number = device_number_in(look.text(dev));
        if (!number) {
            look.unread(dev, "it is no device number");
            continue;
        }
        NodeFile node{
            .path = (is_accelerator ? "/dev/accel/" : "/dev/dri/") + name,
            .major = number->major,
            .minor = number->minor,
        };
        for (const auto& link : tree.names(stable)) {
            if (tree.link_name(stable + link) == name) {
                node.by_path = stable + link;
                break;
            }
        }
        fill_in(look, node);
        look.details().nodes.push_back(std::move(node));
    }
}

} // namespace exwm_vr::gpu
