// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/verify.hpp"

#include <string>
#include <vector>

namespace exwm_vr::launch {

// The parts of verify().
void add_verdict(
    std::vector<Verdict>& verdicts,
    bool good,
    std::string subject,
    std::string finding,
    std::string remedy
);

/// Whether its set-up starts a program in the container and says as what it runs. Those of Podman
/// and Docker always do, those of LXC and nspawn as far as a command was planned. In others, and in
/// Proxmox' that are LXC's, an init of their own does all of it.
[[nodiscard]] bool runs_program(const Planned& planned, const Inside& inside);

/// What a container is held by: quotas, rights, a root that is read only, no network.
void verify_holds(const Planned& planned, const Inside& inside, std::vector<Verdict>& verdicts);

/// PCI functions that were given to a machine; there they have other addresses.
void verify_functions(const Planned& planned, const Inside& inside, std::vector<Verdict>& verdicts);

} // namespace exwm_vr::launch
