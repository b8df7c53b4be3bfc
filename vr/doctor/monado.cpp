// SPDX-License-Identifier: MIT
#include "vr/doctor/monado.hpp"

#include "vr/doctor/places.hpp"

#include <algorithm>

namespace exwm_vr::doctor {

namespace {

constexpr std::string_view own_unit = "exwm-vr-monado.service";

/// Where units of the user's systemd are, and the links of those that are enabled.
std::vector<std::string> unit_folders(const Probe& probe) {
    std::vector<std::string> folders;
    if (const auto own = config_home(probe); !own.empty()) {
        folders.push_back(own + "/systemd/user");
    }
    for (const auto* parent : {"/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"}) {
        folders.push_back(std::string(parent) + "/systemd/user");
    }
    return folders;
}

} // namespace

Monado find_monado(const Probe& probe, const Runtime& runtime) {
    Monado monado{.active = is_monado(runtime)};
    const auto path = probe.variable("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
    for (const auto& folder : split_path(path)) {
        const auto program = folder + "/monado-service";
        const auto facts = probe.files.look_at(program);
        if (facts && facts->runnable) {
            monado.program = program;
            break;
        }
    }
    const std::vector<std::string> units{std::string(own_unit), "monado.service", "monado.socket"};
    for (const auto& folder : unit_folders(probe)) {
        monado.unit |= probe.files.has(folder + '/' + units.front());
        for (const auto& name : probe.files.list(folder)) {
            if (!name.ends_with(".wants") && !name.ends_with(".requires")) {
                continue;
            }
            for (const auto& unit : units) {
                const auto link = formatted("{}/{}/{}", folder, name, unit);
                if (probe.files.has(link) && !std::ranges::contains(monado.enabled, unit)) {
                    monado.enabled.push_back(unit);
                }
            }
        }
    }
    return monado;
}

Finding judge(const Monado& monado) {
    Finding finding{.id = "monado"};
    if (!monado.active) {
        finding.state = State::ok;
        finding.evidence = {"Monado is not the active OpenXR runtime, and not needed"};
    } else if (monado.program.empty()) {
        finding.state = State::error;
        finding.evidence = {"Monado is the active OpenXR runtime, but there is no monado-service"};
        finding.advice = "install Monado's service (Debian: monado-service)";
        return finding;
    } else {
        finding.state = State::ok;
        finding.evidence = {formatted("{} is there", monado.program)};
    }
    const bool own = std::ranges::contains(monado.enabled, own_unit);
    if (own && monado.enabled.size() > 1) {
        finding.state = State::warning;
        finding.evidence.push_back(formatted(
            "{} and {} are both enabled: each would start it", own_unit, monado.enabled.back()
        ));
        finding.advice = "systemctl --user disable monado.service monado.socket, or the other one";
    } else if (!monado.enabled.empty()) {
        finding.evidence.push_back(formatted("{} is enabled", monado.enabled.front()));
    } else if (monado.active) {
        finding.state = State::warning;
        finding.evidence.emplace_back("no unit starts it");
        finding.advice =
            monado.unit
                ? formatted("systemctl --user enable --now {}", own_unit)
                : formatted("start monado-service before VR programs, or install {}", own_unit);
    }
    return finding;
}

} // namespace exwm_vr::doctor
