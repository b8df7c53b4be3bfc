// SPDX-License-Identifier: MIT
// What a plan promises, and what each promise is worth.
#include "base/format.hpp"
#include "passthrough/launch/plan.hpp"
#include "passthrough/launch/words.hpp"

#include <array>

namespace exwm_vr::launch {
namespace {

using policy::Enforcement;
using policy::Limit;
using policy::Operation;
using policy::Vulkan;

class Limits {
public:
    Limits(const Plan& plan, const std::set<Quota::Kind>& applied, std::string_view by)
        : plan_(plan)
        , applied_(applied)
        , by_(by)
        , machine_(plan.kind == policy::Guest::Kind::virtual_machine) {}

    std::vector<Limit> make() {
        nodes();
        operations();
        vulkan();
        vram();
        compute();
        memory();
        cpu();
        return std::move(limits_);
    }

private:
    [[nodiscard]] bool reaches_gpu() const {
        return provided(plan_.mode).operations.contains(Operation::draw_3d);
    }

    [[nodiscard]] const Quota* planned(Quota::Kind kind) const {
        for (const auto& quota : plan_.quotas) {
            if (quota.kind == kind) {
                return &quota;
            }
        }
        return nullptr;
    }

    [[nodiscard]] std::string why_not(Quota::Kind kind, std::string_view otherwise) const {
        return planned(kind) == nullptr ? std::string(otherwise)
                                        : formatted("{} has no setting for it", by_);
    }

    void
    add(std::string subject,
        std::string requested,
        std::string mechanism,
        Enforcement enforcement,
        std::string reason) {
        limits_.push_back(
            {.subject = std::move(subject),
             .requested = std::move(requested),
             .mechanism = std::move(mechanism),
             .enforcement = enforcement,
             .reason = std::move(reason)}
        );
    }

    /// What keeps away what a guest has no device for.
    void add_absent(std::string subject, std::string requested) {
        if (machine_) {
            add(std::move(subject),
                std::move(requested),
                "the machine's devices",
                Enforcement::hypervisor,
                "it has no device that can do more");
        } else {
            add(std::move(subject),
                std::move(requested),
                "the container's device nodes",
                Enforcement::kernel,
                "it has no node that can do more");
        }
    }

    void nodes() {
        std::string names;
        for (const auto& device : plan_.devices) {
            names += (names.empty() ? "" : " ") + device.node.path;
        }
        for (const auto& name : plan_.nvidia) {
            names += (names.empty() ? "" : " ") + name;
        }
        if (plan_.mode == Mode::vfio) {
            add("nodes",
                "its own GPU only",
                "the IOMMU",
                Enforcement::hardware,
                "the GPU reaches the machine's memory and no other");
        } else {
            add_absent("nodes", names.empty() ? "none" : names + " only");
        }
    }

    void operations() {
        constexpr std::array<std::pair<Operation, std::string_view>, 6> names{{
            {Operation::draw_2d, "2D"},
            {Operation::draw_3d, "3D"},
            {Operation::decode, "decode"},
            {Operation::encode, "encode"},
            {Operation::compute, "compute"},
            {Operation::passthrough, "passthrough"},
        }};
        const auto given = provided(plan_.mode).operations;
        std::string granted;
        std::string excess;
        for (const auto& [operation, name] : names) {
            auto& list = plan_.allowance.operations.contains(operation) ? granted : excess;
            if (&list == &granted || given.contains(operation)) {
                list += formatted("{}{}", list.empty() ? "" : " ", name);
            }
        }
        if (excess.empty()) {
            add_absent("operations", granted);
        } else {
            add("operations",
                granted,
                "",
                Enforcement::none,
                formatted("mode {} cannot be had without {}", to_string(plan_.mode), excess));
        }
    }

    void vulkan() {
        constexpr std::array<std::string_view, 4> names{
            "none", "graphics", "graphics and compute", "full"
        };
        const auto given = provided(plan_.mode).vulkan;
        const auto granted = plan_.allowance.vulkan;
        const std::string requested(names.at(static_cast<std::size_t>(granted)));
        if (given <= granted) {
            add_absent("vulkan", requested);
        } else {
            add("vulkan",
                requested,
                "",
                Enforcement::none,
                "who reaches the GPU reaches all of Vulkan: it cannot be had in part");
        }
    }

    void vram() {
        const auto requested = bytes_for_people(plan_.allowance.vram_bytes);
        if (!reaches_gpu()) {
            add_absent("vram", requested);
        } else if (plan_.mode == Mode::vfio) {
            add("vram",
                requested,
                "",
                Enforcement::none,
                "all memory of a GPU of its own is the machine's");
        } else if (planned(Quota::Kind::vram) != nullptr && applied_.contains(Quota::Kind::vram)) {
            add("vram",
                requested,
                "cgroup dmem.max",
                Enforcement::kernel,
                "what is over it is moved to the host's memory");
        } else {
            add("vram",
                requested,
                "",
                Enforcement::none,
                why_not(
                    Quota::Kind::vram,
                    machine_ ? "nothing counts the memory that a machine's device takes of the GPU"
                             : "the kernel does not count this GPU's memory (cgroup dmem)"
                ));
        }
    }

    void compute() {
        const auto requested = formatted("{} %", plan_.allowance.compute_percent);
        if (plan_.mode == Mode::vfio) {
            add("compute",
                requested,
                "a GPU of its own",
                Enforcement::hardware,
                "it takes no other guest's time");
        } else if (plan_.allowance.compute_percent >= 100) {
            return; // not limited
        } else if (reaches_gpu()) {
            add("compute",
                requested,
                "",
                Enforcement::none,
                "no kernel divides a GPU's time between guests");
        } else if (plan_.mode == Mode::software && applied_.contains(Quota::Kind::cpu)) {
            add("compute",
                requested,
                "cgroup cpu.max",
                Enforcement::kernel,
                "the CPU draws, and its time can be limited");
        } else if (plan_.mode == Mode::software) {
            add("compute",
                requested,
                "",
                Enforcement::none,
                why_not(Quota::Kind::cpu, "limits on CPU time are not to be had for this user"));
        } else {
            add_absent("compute", requested); // of the GPU it gets nothing
        }
    }

    void memory() {
        const auto* const quota = planned(Quota::Kind::memory);
        if (machine_) {
            add("memory",
                bytes_for_people(plan_.memory_bytes),
                "the machine's memory",
                Enforcement::hypervisor,
                "it has no more");
        } else if (quota != nullptr) {
            const bool holds = applied_.contains(Quota::Kind::memory);
            add("memory",
                bytes_for_people(quota->bytes),
                holds ? "cgroup memory.max" : "",
                holds ? Enforcement::kernel : Enforcement::none,
                holds ? "what is over it is refused" : why_not(Quota::Kind::memory, ""));
        } else if (plan_.memory_bytes != 0) {
            add("memory",
                bytes_for_people(plan_.memory_bytes),
                "",
                Enforcement::none,
                "limits on memory are not to be had for this user");
        }
    }

    void cpu() {
        const auto* const quota = planned(Quota::Kind::cpu);
        if (machine_) {
            add("processors",
                formatted("{}", plan_.cpus),
                "the machine's processors",
                Enforcement::hypervisor,
                "it has no more");
        } else if (quota != nullptr && plan_.mode != Mode::software) {
            const bool holds = applied_.contains(Quota::Kind::cpu);
            add("processors",
                formatted("{} % of one", quota->cpu_percent),
                holds ? "cgroup cpu.max" : "",
                holds ? Enforcement::kernel : Enforcement::none,
                holds ? "it waits for its turn" : why_not(Quota::Kind::cpu, ""));
        } else if (quota == nullptr && plan_.cpus != 0) {
            add("processors",
                formatted("{}", plan_.cpus),
                "",
                Enforcement::none,
                "limits on CPU time are not to be had for this user");
        }
    }

    const Plan& plan_;
    const std::set<Quota::Kind>& applied_;
    std::string_view by_;
    bool machine_;
    std::vector<Limit> limits_;
};

} // namespace

std::vector<Limit>
limits_of(const Plan& plan, const std::set<Quota::Kind>& applied, std::string_view by) {
    return Limits(plan, applied, by).make();
}

} // namespace exwm_vr::launch
