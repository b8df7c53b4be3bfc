// SPDX-License-Identifier: MIT
// Sandboxes, and what is worth knowing beside them.
#include "passthrough/environment/questions.hpp"
#include "passthrough/environment/rule.hpp"

#include <utility>

namespace exwm_vr::environment {
namespace {

Rule sandbox(
    std::string_view name,
    std::string_view id,
    Weight weight,
    std::string_view means,
    std::vector<Condition> when
) {
    return {
        .name = name,
        .axis = Axis::sandbox,
        .id = id,
        .weight = weight,
        .means = means,
        .when = std::move(when)
    };
}

Rule fact(
    std::string_view name, std::string_view id, std::string_view means, std::vector<Condition> when
) {
    return {.name = name, .axis = Axis::fact, .id = id, .means = means, .when = std::move(when)};
}

Condition there_is(std::string path) {
    return {.of = {there(std::move(path))}, .match = Match::exists};
}

} // namespace

std::vector<Rule> sandbox_rules() {
    return {
        sandbox(
            "wsl-kernel",
            "wsl",
            Weight::evidence,
            "the kernel is that of the Windows Subsystem for Linux",
            {{.of = {file("/proc/sys/kernel/osrelease")},
              .match = Match::contains_any_case,
              .text = "microsoft"}}
        ),
        sandbox(
            "wsl-name",
            "wsl",
            Weight::evidence,
            "the kernel is that of the Windows Subsystem for Linux",
            {{.of = {file("/proc/sys/kernel/osrelease")}, .match = Match::contains, .text = "WSL"}}
        ),
        // gVisor's log says so too; the log of a real kernel is nobody's business.
        sandbox(
            "gvisor-version",
            "gvisor",
            Weight::evidence,
            "the kernel is gVisor",
            {{.of = {file("/proc/version"), file("/proc/sys/kernel/osrelease")},
              .match = Match::contains_any_case,
              .text = "gvisor"}}
        ),
        sandbox(
            "gvisor-old-version",
            "gvisor",
            Weight::hint,
            "gVisor used to call itself this version; real kernels were called so as well",
            {{.of = {file("/proc/version")},
              .match = Match::prefix,
              .text = "Linux version 4.4.0 "}}
        ),
        sandbox(
            "flatpak-file",
            "flatpak",
            Weight::evidence,
            "Flatpak describes its sandbox here",
            {there_is("/.flatpak-info")}
        ),
        sandbox(
            "snap-label",
            "snap",
            Weight::evidence,
            "the kernel confines this process as a snap",
            {{.of = {file("/proc/self/attr/current")}, .match = Match::prefix, .text = "snap."}}
        ),
        sandbox(
            "snap-variable",
            "snap",
            Weight::hint,
            "programs started by a snap have this variable, in it or not",
            {{.of = {variable("SNAP")}, .match = Match::set}}
        ),
        sandbox(
            "bubblewrap-init",
            "bubblewrap",
            Weight::evidence,
            "the first process is bubblewrap",
            {{.of = {file("/proc/1/comm")}, .match = Match::equals, .text = "bwrap"}}
        ),
        sandbox(
            "proot-tracer",
            "proot",
            Weight::evidence,
            "PRoot answers for the kernel",
            {{.of = {tracer()}, .match = Match::prefix, .text = "proot"}}
        ),
        sandbox(
            "chroot-folder",
            "chroot",
            Weight::evidence,
            "the root is no place that anything is mounted on",
            {there_is("/proc/self/mountinfo"), {.of = {mount_on("/")}, .match = Match::absent}}
        ),
        sandbox(
            "chroot-root",
            "chroot",
            Weight::evidence,
            "the first process has another root, among the same mounts",
            {{.of = {link_of("/proc/self/ns/mnt")},
              .match = Match::same,
              .other = link_of("/proc/1/ns/mnt")},
             {.of = {identity_of("/")},
              .match = Match::differs,
              .other = identity_of("/proc/1/root")}}
        ),
    };
}

std::vector<Rule> fact_rules() {
    return {
        fact(
            "sev-device",
            "sev-guest",
            "memory is encrypted by AMD SEV: the host cannot share or pass through all of it",
            {there_is("/dev/sev-guest")}
        ),
        fact(
            "tdx-device",
            "tdx-guest",
            "memory is encrypted by Intel TDX: the host cannot share or pass through all of it",
            {there_is("/dev/tdx_guest")}
        ),
        fact(
            "protected-guest",
            "protected-guest",
            "the machine is a protected guest of IBM Z",
            {{.of = {file("/sys/firmware/uv/prot_virt_guest")},
              .match = Match::equals,
              .text = "1"}}
        ),
        fact(
            "realm-device",
            "arm-realm",
            "the machine is a realm of Arm's confidential computing",
            {there_is("/sys/devices/platform/arm-cca-dev")}
        ),
        fact(
            "dxg-device",
            "wsl-gpu",
            "the GPU is Windows's, through /dev/dxg and not through DRM",
            {there_is("/dev/dxg")}
        ),
        fact(
            "kvm-device", "kvm-available", "guests with KVM can be run here", {there_is("/dev/kvm")}
        ),
        fact(
            "podman-engine",
            "podman-privileged",
            "Podman writes this only with --privileged",
            {{.of = {field("/run/.containerenv", "engine=")},
              .match = Match::contains,
              .text = "podman"}}
        ),
        fact(
            "podman-rootless",
            "podman-rootless",
            "the container is an ordinary user's",
            {{.of = {field("/run/.containerenv", "rootless=")},
              .match = Match::equals,
              .text = "1"}}
        ),
        fact(
            "mapped-users",
            "mapped-users",
            "users are others outside of this namespace",
            {{.of = {file("/proc/self/uid_map")}, .match = Match::set},
             {.of = {file("/proc/self/uid_map")}, .match = Match::lacks, .text = "4294967295"}}
        ),
        fact(
            "flatpak-devices",
            "flatpak-gpu",
            "Flatpak grants the nodes of GPUs",
            {{.of = {field("/.flatpak-info", "devices=")},
              .match = Match::contains,
              .text = "dri;"}}
        ),
        fact(
            "flatpak-all-devices",
            "flatpak-gpu",
            "Flatpak grants all device nodes",
            {{.of = {field("/.flatpak-info", "devices=")},
              .match = Match::contains,
              .text = "all;"}}
        ),
        fact(
            "kubernetes-variable",
            "kubernetes",
            "the services of a cluster are announced",
            {{.of = {variable("KUBERNETES_SERVICE_HOST")}, .match = Match::set}}
        ),
        fact(
            "kubernetes-account",
            "kubernetes",
            "an account of a cluster is there",
            {there_is("/var/run/secrets/kubernetes.io/serviceaccount")}
        ),
        fact(
            "toolbox-file",
            "toolbox",
            "a Toolbx container: it shares home and devices with its host",
            {{.of = {there("/run/.toolboxenv"), there("/run/host/.containerenv")},
              .match = Match::exists}}
        ),
        fact(
            "distrobox-variable",
            "distrobox",
            "a Distrobox container: it shares home and devices with its host",
            {{.of = {variable("CONTAINER_ID")}, .match = Match::set}, there_is("/run/host")}
        ),
    };
}

} // namespace exwm_vr::environment
