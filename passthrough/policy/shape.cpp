// SPDX-License-Identifier: MIT
// What a guest is given to draw with, and which mechanisms there are.
#include "passthrough/policy/limits.hpp"

namespace exwm_vr::policy {

namespace {

Shape shared_with_machine(const Guest& guest, const Offers& offers) {
    if (guest.allowance.vulkan != Vulkan::none) {
        if (offers.native_context) {
            return Shape::native_context;
        }
        if (offers.venus) {
            return Shape::venus;
        }
    }
    return offers.virgl ? Shape::virgl : Shape::virtual_2d;
}

} // namespace

Shape shape_of(const Guest& guest, const Offers& offers) {
    const bool is_machine = guest.kind == Guest::Kind::virtual_machine;
    switch (guest.access) {
    case Access::none:
        return Shape::nothing;
    case Access::passthrough:
        return offers.partition ? Shape::own_part : Shape::own_gpu;
    case Access::software:
    case Access::shared:
        break;
    }
    const bool needs_gpu = !Operations{Operation::draw_2d}.contains(guest.allowance.operations);
    if (guest.access == Access::software || !offers.gpu || !needs_gpu) {
        return is_machine ? Shape::virtual_2d : Shape::processors;
    }
    return is_machine ? shared_with_machine(guest, offers) : Shape::render_node;
}

bool available(const Mechanisms& machine, std::string_view name) {
    const auto& offers = machine.offers;
    namespace m = mechanism;
    if (name == m::given_nodes || name == m::contexts) {
        return offers.gpu;
    }
    if (name == m::virtual_gl) {
        return offers.gpu && offers.virgl;
    }
    if (name == m::render_server) {
        return offers.venus && machine.render_server;
    }
    if (name == m::cpu_max) {
        return machine.cpu_max;
    }
    if (name == m::memory_max) {
        return machine.memory_max;
    }
    if (name == m::dmem_max) {
        return machine.dmem_controller && machine.dmem_region;
    }
    if (name == m::vram_quota) {
        return offers.partition && machine.vram_quota;
    }
    if (name == m::exec_quantum) {
        return offers.partition && machine.exec_quantum;
    }
    if (name == m::iommu) {
        return machine.iommu;
    }
    // What a guest is not given needs nothing, and any hypervisor has a device without 3D.
    return name == m::no_gpu || name == m::virtual_device || name == m::virtual_2d ||
           name == m::max_hostmem || name == m::machine_size;
}

} // namespace exwm_vr::policy
