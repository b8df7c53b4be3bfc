// SPDX-License-Identifier: MIT
// Containers and their managers.
#include "passthrough/environment/questions.hpp"
#include "passthrough/environment/rule.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace exwm_vr::environment {
namespace {

Rule container(
    std::string_view name,
    std::string_view id,
    Weight weight,
    std::string_view means,
    std::vector<Condition> when
) {
    return {
        .name = name,
        .axis = Axis::container,
        .id = id,
        .weight = weight,
        .means = means,
        .when = std::move(when)
    };
}

/// Our own control group, or that of the first process, lies in that of a manager.
Rule grouped(std::string_view name, std::string_view id, Match match, std::string_view text) {
    return container(
        name,
        id,
        Weight::evidence,
        "the control group is a manager's",
        {{.of = {file("/proc/self/cgroup"), file("/proc/1/cgroup")}, .match = match, .text = text}}
    );
}

Rule rooted(std::string_view name, std::string_view id, std::string_view text) {
    return container(
        name,
        id,
        Weight::evidence,
        "the root file system is in a manager's storage",
        {{.of = {mount_on("/")}, .match = Match::contains, .text = text}}
    );
}

Condition there_is(std::string path) {
    return {.of = {there(std::move(path))}, .match = Match::exists};
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> managers{{
    {"lxc", "lxc"},
    {"lxc-libvirt", "lxc"},
    {"incus", "incus"},
    {"lxd", "lxd"},
    {"systemd-nspawn", "systemd-nspawn"},
    {"docker", "docker"},
    {"podman", "podman"},
    {"oci", "container-other"}, // any of those that keep to the OCI's rules
    {"crio", "crio"},
    {"rkt", "rkt"},
    {"wsl", "wsl"},
    {"proot", "proot"},
    {"pouch", "pouch"},
    {"zone", "zone"},
    {"openvz", "openvz"},
    {"apptainer", "apptainer"},
}};

} // namespace

std::string_view manager_called(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    const auto* const known =
        std::ranges::find(managers, text, &decltype(managers)::value_type::first);
    return known != managers.end() ? known->second : "container-other";
}

std::vector<Rule> container_rules() {
    return {
        container(
            "openvz",
            "openvz",
            Weight::evidence,
            "the kernel has OpenVZ's guest side and not its host side",
            {there_is("/proc/vz"), {.of = {there("/proc/bc")}, .match = Match::absent}}
        ),
        container(
            "manager-file",
            "",
            Weight::evidence,
            "the manager says who it is",
            {{.of = {file("/run/host/container-manager")}, .match = Match::manager}}
        ),
        container(
            "init-variable",
            "",
            Weight::marker,
            "the first process was told who its manager is",
            {{.of = {variable_in("/proc/1/environ", "container")}, .match = Match::manager}}
        ),
        container(
            "init-variable-saved",
            "",
            Weight::marker,
            "systemd wrote down who its manager is",
            {{.of = {file("/run/systemd/container")}, .match = Match::manager}}
        ),
        container(
            "own-variable",
            "",
            Weight::marker,
            "a variable names a manager",
            {{.of = {variable("container")}, .match = Match::manager}}
        ),
        {.name = "init-variable-empty",
         .axis = Axis::no_container,
         .id = "none",
         .means = "the first process was told that it has no manager",
         .when = {{.of = {variable_in("/proc/1/environ", "container")}, .match = Match::empty}}},
        container(
            "incus-socket",
            "incus",
            Weight::evidence,
            "Incus's socket for guests is there",
            {there_is("/dev/incus/sock")}
        ),
        container(
            "lxd-socket",
            "lxd",
            Weight::evidence,
            "LXD's socket for guests is there",
            {there_is("/dev/lxd/sock")}
        ),
        container(
            "lxcfs",
            "lxc",
            Weight::evidence,
            "files of /proc are those of lxcfs",
            {{.of =
                  {mount_on("/proc/cpuinfo"), mount_on("/proc/meminfo"), mount_on("/proc/uptime")},
              .match = Match::contains,
              .text = "lxcfs"}}
        ),
        container(
            "lxc-folder", "lxc", Weight::marker, "LXC's folder is there", {there_is("/dev/.lxc")}
        ),
        grouped("group-lxc", "lxc", Match::contains, "/lxc/"),
        grouped("group-lxc-payload", "lxc", Match::contains, "/lxc.payload."),
        grouped("group-docker", "docker", Match::long_id, "/docker/"),
        grouped("group-docker-scope", "docker", Match::long_id, "/docker-"),
        grouped("group-podman", "podman", Match::long_id, "/libpod-"),
        grouped("group-pod", "container-other", Match::contains, "/kubepods"),
        grouped("group-machine", "container-other", Match::contains, "/machine.slice/"),
        rooted("root-docker", "docker", "/docker/overlay2/"),
        rooted("root-podman", "podman", "/containers/storage/overlay"),
        rooted("root-containerd", "containerd", "/io.containerd.snapshotter"),
        rooted("root-lxc", "lxc", "/var/lib/lxc"),
        rooted("root-incus", "incus", "/var/lib/incus"),
        container(
            "apptainer-folder",
            "apptainer",
            Weight::marker,
            "Apptainer's folder is there",
            {{.of = {there("/.apptainer.d"), there("/.singularity.d/labels.json")},
              .match = Match::exists}}
        ),
        container(
            "podman-file",
            "podman",
            Weight::marker,
            "Podman makes this file in its containers",
            {there_is("/run/.containerenv")}
        ),
        container(
            "docker-file",
            "docker",
            Weight::marker,
            "Docker makes this file in its containers, and in images made from them",
            {there_is("/.dockerenv")}
        ),
        container(
            "process-namespace",
            "container-other",
            Weight::evidence,
            "processes outside are not seen from here",
            {{.of = {link_of("/proc/self/ns/pid")}, .match = Match::prefix, .text = "pid:["},
             {.of = {link_of("/proc/self/ns/pid")}, .match = Match::lacks, .text = "[4026531836]"}}
        ),
    };
}

} // namespace exwm_vr::environment
