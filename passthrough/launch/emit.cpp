// SPDX-License-Identifier: MIT
#include "passthrough/launch/emit.hpp"

#include "base/format.hpp"
#include "passthrough/launch/words.hpp"

#include <algorithm>

namespace exwm_vr::launch {
namespace {

struct Row {
    Format format;
    std::string_view name;
    Result<Emission> (*emit)(const Plan&);
};

constexpr auto rows = std::to_array<Row>({
    {Format::podman, "podman", emit_podman},
    {Format::quadlet, "quadlet", emit_quadlet},
    {Format::docker, "docker", emit_docker},
    {Format::compose, "compose", emit_compose},
    {Format::cdi, "cdi", emit_cdi},
    {Format::lxc, "lxc", emit_lxc},
    {Format::proxmox, "proxmox", emit_proxmox},
    {Format::incus, "incus", emit_incus},
    {Format::nspawn, "nspawn", emit_nspawn},
    {Format::qemu, "qemu", emit_qemu},
    {Format::libvirt, "libvirt", emit_libvirt},
    {Format::crosvm, "crosvm", emit_crosvm},
    {Format::cloud_hypervisor, "cloud-hypervisor", emit_cloud_hypervisor},
});

} // namespace

std::string_view to_string(Format format) {
    return std::ranges::find(rows, format, &Row::format)->name;
}

std::optional<Format> format_named(std::string_view name) {
    const auto* const row = std::ranges::find(rows, name, &Row::name);
    return row == rows.end() ? std::nullopt : std::optional(row->format);
}

Result<Emission> emit(Format format, const Plan& plan) {
    auto emission = std::ranges::find(rows, format, &Row::format)->emit(plan);
    if (!emission) {
        return fail("{}: {}", to_string(format), emission.error().message);
    }
    emission->limits = limits_of(plan, emission->applied, to_string(format), emission->no_vram);
    emission->warnings.insert(
        emission->warnings.begin(), plan.warnings.begin(), plan.warnings.end()
    );
    return emission;
}

std::string explained(const Plan& plan, std::string_view prefix) {
    return explained(plan, {}, prefix);
}

std::string
explained(const Plan& plan, const std::vector<std::string>& warnings, std::string_view prefix) {
    const auto line = [&](const std::string& text) { return comment(text, prefix); };
    std::string text = line(formatted(
        "{}, made by exwm-vr-gpu. Mode {}: {}.", plan.name, to_string(plan.mode), plan.mode_why
    ));
    for (const auto& device : plan.devices) {
        text += line(device.node.path + ": " + device.why + ".");
    }
    for (const auto& name : plan.nvidia) {
        text += line(name + ": NVIDIA's own CDI specification, made by nvidia-ctk.");
    }
    for (const auto& function : plan.pci) {
        text += line(function.address + ": given away, as it is in the GPU's IOMMU group.");
    }
    if (!plan.mediated.empty()) {
        text += line(plan.mediated + ": the part of a GPU that is its own.");
    }
    for (const auto& mount : plan.mounts) {
        text += line(mount.target + ": " + mount.why + ".");
    }
    for (const auto* list : {&plan.warnings, &warnings}) {
        for (const auto& warning : *list) {
            text += line("Warning: " + warning + ".");
        }
    }
    return text;
}

const Quota* quota_of(const Plan& plan, Quota::Kind kind) {
    const auto found = std::ranges::find(plan.quotas, kind, &Quota::kind);
    return found == plan.quotas.end() ? nullptr : &*found;
}

std::string_view
network_word(const Plan& plan, std::string_view none, std::string_view own, std::string_view host) {
    switch (plan.network) {
    case policy::Network::none:
        return none;
    case policy::Network::own:
        return own;
    case policy::Network::host:
        return host;
    }
    return none;
}

bool counts_vram(const Plan& plan, policy::Starter starter, Emission& emission) {
    if (quota_of(plan, Quota::Kind::vram) == nullptr) {
        return false;
    }
    if (plan.mechanisms.dmem_for.contains(starter)) {
        return true;
    }
    const auto user = formatted("user.slice/user-{0}.slice/user@{0}.service/", plan.host_uid);
    const auto folder = starter == policy::Starter::daemon  ? ""
                        : starter == policy::Starter::scope ? user + "app.slice/"
                        : plan.host_uid == 0                ? "machine.slice/"
                                                            : user + "user.slice/";
    emission.no_vram = formatted(
        "the controller dmem is not handed on in /sys/fs/cgroup/{}cgroup.subtree_control", folder
    );
    emission.warnings.push_back("its GPU memory is not limited: " + emission.no_vram);
    return false;
}

std::vector<std::string> docker_warnings(const Plan& plan) {
    std::vector<std::string> warnings;
    if (plan.host_uid != 0 && plan.host_uid != plan.uid) {
        warnings.push_back(formatted(
            "Docker has no keep-id: sockets of user {} are not this container's to use",
            plan.host_uid
        ));
    }
    if (plan.host_uid != plan.uid) {
        warnings.push_back(formatted(
            "where Docker's daemon maps no ids (userns-remap), user {} in it is the host's user {}",
            plan.uid,
            plan.uid
        ));
    }
    return warnings;
}

std::set<std::uint32_t> needed_groups(const Plan& plan) {
    std::set<std::uint32_t> groups;
    for (const auto& device : plan.devices) {
        // Nodes that everybody may write need no group.
        if ((device.node.mode & 06U) != 06U) {
            groups.insert(device.node.gid);
        }
    }
    if (plan.seat_group) {
        groups.insert(*plan.seat_group);
    }
    return groups;
}

Result<void> must_be_container(const Plan& plan, std::string_view program) {
    if (plan.kind == policy::Guest::Kind::virtual_machine) {
        return fail("{} is a virtual machine, and {} runs containers", plan.name, program);
    }
    if (plan.image.empty()) {
        return fail("{} has no image to run: 'image' in its description", plan.name);
    }
    return {};
}

Result<void> must_be_machine(const Plan& plan, std::string_view program) {
    if (plan.kind != policy::Guest::Kind::virtual_machine) {
        return fail("{} is a container, and {} runs virtual machines", plan.name, program);
    }
    return {};
}

} // namespace exwm_vr::launch
