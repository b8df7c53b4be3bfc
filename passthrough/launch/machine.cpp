// SPDX-License-Identifier: MIT
#include "passthrough/launch/machine.hpp"

#include "base/format.hpp"

namespace exwm_vr::launch {

bool draws_by_host(Mode mode) {
    return mode == Mode::virgl || mode == Mode::venus || mode == Mode::native_context;
}

Result<std::uint64_t> whole_mebibytes(const Plan& plan) {
    constexpr unsigned bits = 20;
    if (plan.memory_bytes == 0 || plan.memory_bytes % (1ULL << bits) != 0) {
        return fail("a machine's memory is in whole MiB: {} bytes", plan.memory_bytes);
    }
    return plan.memory_bytes >> bits;
}

std::string_view disk_format(std::string_view image) {
    return image.ends_with(".qcow2") ? "qcow2" : "raw";
}

std::vector<std::vector<const PciFunction*>> by_slot(const std::vector<PciFunction>& functions) {
    const auto slot = [](const PciFunction& function) {
        return function.address.substr(0, function.address.rfind('.'));
    };
    std::vector<std::vector<const PciFunction*>> slots;
    for (const auto& function : functions) {
        if (slots.empty() || slot(*slots.back().front()) != slot(function)) {
            slots.emplace_back();
        }
        slots.back().push_back(&function);
    }
    return slots;
}

bool needs_firmware(const Plan& plan) {
    // A PC has one by itself, which starts no GPU that is given away.
    return plan.mode == Mode::vfio || plan.architecture == "aarch64";
}

std::string scope_for(const Plan& plan, Emission& emission) {
    const auto* const cpu = quota_of(plan, Quota::Kind::cpu);
    if (cpu == nullptr) {
        return {};
    }
    if (!plan.scopes) {
        emission.warnings.emplace_back(
            "its processors are not held to their share: that takes systemd, which does not run"
        );
        return {};
    }
    emission.applied.insert(Quota::Kind::cpu);
    // In the foreground, with the same input, output and number as without.
    return formatted(
        "systemd-run{} --scope --quiet --collect --property=CPUQuota={}% -- ",
        plan.host_uid == 0 ? "" : " --user",
        cpu->cpu_percent
    );
}

std::vector<std::string> machine_warnings(const Plan& plan) {
    std::vector<std::string> warnings;
    if (!plan.command.empty()) {
        warnings.push_back("what runs in a machine is on its disk: " + plan.command.front());
    }
    if (plan.image.empty()) {
        warnings.emplace_back("it has no disk: 'image' in its description");
    }
    if (needs_firmware(plan) && plan.firmware.empty()) {
        warnings.push_back(formatted(
            "no UEFI firmware was found, without which {} (on Debian: {})",
            plan.mode == Mode::vfio ? "many GPUs do not start" : "no disk starts",
            plan.architecture == "aarch64" ? "qemu-efi-aarch64" : "ovmf"
        ));
    }
    return warnings;
}

} // namespace exwm_vr::launch
