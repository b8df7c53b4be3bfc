// SPDX-License-Identifier: MIT
#include "passthrough/launch/quotas.hpp"

#include <algorithm>

namespace exwm_vr::launch {

void add_quotas(
    const policy::Guest& guest,
    const Host& host,
    const std::vector<const HostGpu*>& gpus,
    Plan& plan
) {
    plan.mechanisms = host.mechanisms;
    if (guest.memory_bytes && host.mechanisms.memory_max) {
        plan.quotas.push_back({.kind = Quota::Kind::memory, .bytes = *guest.memory_bytes});
    }
    unsigned percent = guest.cpus ? *guest.cpus * 100 : 0;
    if (plan.mode == Mode::software && guest.allowance.compute_percent < 100) {
        // What draws is the CPU, so that the share of the GPU's time is one of it.
        const unsigned share = share_of_processors(guest, host);
        percent = percent == 0 ? share : std::min(percent, share);
    }
    if (percent != 0 && host.mechanisms.cpu_max) {
        plan.quotas.push_back({.kind = Quota::Kind::cpu, .cpu_percent = percent});
    }
    // One GPU whose memory is not counted would make it no limit.
    plan.mechanisms.dmem_region =
        std::ranges::none_of(gpus, [](const HostGpu* gpu) { return gpu->vram_regions.empty(); });
    if (plan.mode == Mode::node && plan.mechanisms.dmem_controller && plan.mechanisms.dmem_region) {
        // One sum for all of them: what is granted is not had once from each.
        std::vector<std::string> regions;
        for (const auto* gpu : gpus) {
            regions.append_range(gpu->vram_regions);
        }
        for (const auto& region : regions) {
            plan.quotas.push_back(
                {.kind = Quota::Kind::vram,
                 .bytes = guest.allowance.vram_bytes / regions.size(),
                 .region = region,
                 .starters = plan.mechanisms.dmem_for}
            );
        }
    }
}

} // namespace exwm_vr::launch
