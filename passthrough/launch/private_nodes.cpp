// SPDX-License-Identifier: MIT
#include "passthrough/launch/private_nodes.hpp"

#include "base/format.hpp"
#include "passthrough/launch/words.hpp"

#include <set>

namespace exwm_vr::launch {
namespace {

std::string folder_of(const Plan& plan) {
    return "/dev/exwm-vr-gpu/" + plan.name;
}

} // namespace

std::string private_path(const Plan& plan, const Device& device) {
    constexpr std::string_view dev = "/dev";
    return folder_of(plan) + device.node.path.substr(dev.size());
}

Result<std::string> private_nodes_script(const Plan& plan) {
    std::string text = "#!/bin/sh\n";
    text += comment(
        "Makes device nodes for the container " + plan.name +
        ", in groups of its own, and removes "
        "them: run with start or stop, or by LXC. The host's nodes stay as they are."
    );
    text += "set -eu\n\n";
    text += "folder=" + shell_word(folder_of(plan)) + "\n\n";
    text += "# node HOST-NAME NAME MAJOR MINOR OWNER GROUP\n"
            "node() {\n"
            "    found=$(stat -L -c '%t %T' \"$1\") || {\n"
            "        echo \"$1 is not there: plug it in, or make the set-up anew\" >&2\n"
            "        exit 1\n"
            "    }\n"
            "    if [ \"$found\" != \"$(printf '%x %x' \"$3\" \"$4\")\" ]; then\n"
            "        echo \"$1 is another device than planned: make the set-up anew\" >&2\n"
            "        exit 1\n"
            "    fi\n"
            "    mkdir -p \"${2%/*}\"\n"
            "    mknod -m 0600 \"$2\" c \"$3\" \"$4\"\n"
            "    chown \"$5:$6\" \"$2\"\n"
            "    chmod 0660 \"$2\"\n"
            "}\n\n"
            "case ${LXC_HOOK_TYPE:-${1-}} in\n"
            "start | pre-start) rm -rf \"$folder\" ;;\n"
            "stop | post-stop)\n"
            "    rm -rf \"$folder\"\n"
            "    exit 0\n"
            "    ;;\n"
            "*)\n"
            "    echo 'usage: start | stop' >&2\n"
            "    exit 2\n"
            "    ;;\n"
            "esac\n"
            "umask 066\n";
    for (const auto& device : plan.devices) {
        if (device.group >= plan.gids.count) {
            return fail("group {} is none of the container's {}", device.group, plan.gids.count);
        }
        const auto& name =
            device.node.stable_name.empty() ? device.node.path : device.node.stable_name;
        text += formatted(
            "node {} {} {} {} {} {}\n",
            shell_word(name),
            shell_word(private_path(plan, device)),
            device.node.major,
            device.node.minor,
            plan.uids.first,
            plan.gids.first + device.group
        );
    }
    return text;
}

std::string guest_groups(const Plan& plan) {
    std::set<std::uint32_t> groups;
    for (const auto& device : plan.devices) {
        groups.insert(device.group);
    }
    if (plan.seat_group) {
        groups.insert(*plan.seat_group);
    }
    std::string text;
    for (const auto group : groups) {
        text += (text.empty() ? "" : ",") + std::to_string(group);
    }
    return text;
}

std::vector<std::string>
socket_warnings(const Plan& plan, std::uint32_t first_uid, bool seat_group_is_there) {
    std::vector<std::string> warnings;
    for (const auto& mount : plan.mounts) {
        const bool by_group = seat_group_is_there && mount.target.ends_with("/seatd.sock");
        if (!mount.source.empty() && !mount.read_only && !by_group) {
            warnings.push_back(formatted(
                "{} belongs to nobody in the container; before it starts: setfacl -m u:{}:rw {}",
                mount.source,
                first_uid + plan.uid,
                shell_word(mount.source)
            ));
        }
    }
    return warnings;
}

std::vector<std::string> group_warnings(const Plan& plan) {
    std::vector<std::string> warnings;
    for (const auto& device : plan.devices) {
        if (!device.group_known) {
            warnings.push_back(formatted(
                "group {} for {} is the host's number: name the guest's root with --root, so "
                "that its own is read",
                device.group,
                device.node.path
            ));
        }
    }
    return warnings;
}

} // namespace exwm_vr::launch
