// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/launch/plan.hpp"

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::launch {

/// What a set-up is written for.
enum class Format : std::uint8_t {
    podman,
    quadlet,
    docker,
    compose,
    cdi,
    lxc,
    proxmox,
    incus,
    nspawn,
    qemu,
    libvirt,
    crosvm,
    cloud_hypervisor,
};

inline constexpr auto all_formats = std::to_array<Format>(
    {Format::podman,
     Format::quadlet,
     Format::docker,
     Format::compose,
     Format::cdi,
     Format::lxc,
     Format::proxmox,
     Format::incus,
     Format::nspawn,
     Format::qemu,
     Format::libvirt,
     Format::crosvm,
     Format::cloud_hypervisor}
);

[[nodiscard]] std::string_view to_string(Format format);
[[nodiscard]] std::optional<Format> format_named(std::string_view name);

/// One file of a set-up.
struct Document {
    std::string name;  ///< "desk.container"
    std::string place; ///< the folder that its program looks in; empty: anywhere
    std::string text;
    bool executable = false;
};

/// A set-up, and what of the plan it holds.
struct Emission {
    std::vector<Document> documents;
    std::set<Quota::Kind> applied;     ///< quotas that it sets
    std::string no_vram;               ///< why not that of GPU memory; empty: it has no setting
    std::vector<policy::Limit> limits; ///< the plan's, as this set-up holds them
    std::vector<std::string> warnings; ///< the plan's, and what is particular to this set-up
};

/// The set-up for @p plan; an error for what the format has no words for. Nothing of a plan is left
/// out without a warning.
[[nodiscard]] Result<Emission> emit(Format format, const Plan& plan);

// The generators, each in its own file. What they return has neither limits nor the plan's
// warnings yet.
[[nodiscard]] Result<Emission> emit_podman(const Plan& plan);
[[nodiscard]] Result<Emission> emit_quadlet(const Plan& plan);
[[nodiscard]] Result<Emission> emit_docker(const Plan& plan);
[[nodiscard]] Result<Emission> emit_compose(const Plan& plan);
[[nodiscard]] Result<Emission> emit_cdi(const Plan& plan);
[[nodiscard]] Result<Emission> emit_lxc(const Plan& plan);
[[nodiscard]] Result<Emission> emit_proxmox(const Plan& plan);
[[nodiscard]] Result<Emission> emit_incus(const Plan& plan);
[[nodiscard]] Result<Emission> emit_nspawn(const Plan& plan);
[[nodiscard]] Result<Emission> emit_qemu(const Plan& plan);
[[nodiscard]] Result<Emission> emit_libvirt(const Plan& plan);
[[nodiscard]] Result<Emission> emit_crosvm(const Plan& plan);
[[nodiscard]] Result<Emission> emit_cloud_hypervisor(const Plan& plan);

// What generators share.
/// What the set-up is, its mode, devices, mounts and warnings with their reasons, as comments.
[[nodiscard]] std::string explained(const Plan& plan, std::string_view prefix = "# ");
[[nodiscard]] std::string explained(
    const Plan& plan, const std::vector<std::string>& warnings, std::string_view prefix = "# "
);
[[nodiscard]] const Quota* quota_of(const Plan& plan, Quota::Kind kind);
/// One of three words, as a format has them for networks.
[[nodiscard]] std::string_view
network_word(const Plan& plan, std::string_view none, std::string_view own, std::string_view host);
/// What Docker's containers have of users, by its command or by Compose.
[[nodiscard]] std::vector<std::string> docker_warnings(const Plan& plan);
/// Whether the plan's quotas of GPU memory can be set, where @p starter makes the guest's cgroup;
/// if there are some and they cannot, that is said in @p emission.
[[nodiscard]] bool counts_vram(const Plan& plan, policy::Starter starter, Emission& emission);
/// Groups of the host that a program needs for the plan's nodes and sockets.
[[nodiscard]] std::set<std::uint32_t> needed_groups(const Plan& plan);
[[nodiscard]] Result<void> must_be_container(const Plan& plan, std::string_view program);
[[nodiscard]] Result<void> must_be_machine(const Plan& plan, std::string_view program);

} // namespace exwm_vr::launch
