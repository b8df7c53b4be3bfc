// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/finding.hpp"
#include "vr/doctor/manifest.hpp"
#include "vr/doctor/probe.hpp"

#include <optional>

namespace exwm_vr::doctor {

/// Where a runtime's library is, as far as can be seen.
enum class Library : std::uint8_t {
    found,
    missing,
    not_seen, ///< a bare name that is not where libraries usually are
    not_ours, ///< a library for other programs: no ELF, or of another word size
};

/// The OpenXR runtime that programs get.
struct Runtime {
    bool from_variable = false;        ///< $XR_RUNTIME_JSON names it
    std::string path;                  ///< of the manifest; empty: there is none
    std::vector<std::string> searched; ///< where it could be
    Result<Manifest> manifest = fail("there is none");
    std::string library; ///< its path, or bare name
    Library state = Library::missing;
};

/// Looks for the manifest where OpenXR's loader does.
[[nodiscard]] Runtime find_runtime(const Probe& probe);

[[nodiscard]] Finding judge(const Runtime& runtime);

/// Whether that is Monado.
[[nodiscard]] bool is_monado(const Runtime& runtime);

} // namespace exwm_vr::doctor
