// SPDX-License-Identifier: MIT
#include "passthrough/policy/limits.hpp"

#include "base/format.hpp"
#include "passthrough/policy/words.hpp"

#include <algorithm>
#include <optional>

namespace exwm_vr::policy {

namespace {

/// What a limit is worth, before its subject is known.
struct Worth {
    std::string_view mechanism;
    Enforcement enforcement = Enforcement::none;
    std::string reason;
};

Worth nothing(std::string reason) {
    return {.mechanism = {}, .enforcement = Enforcement::none, .reason = std::move(reason)};
}

Worth by(std::string_view mechanism, Enforcement enforcement, std::string reason) {
    return {.mechanism = mechanism, .enforcement = enforcement, .reason = std::move(reason)};
}

/// Looks at one guest on one machine.
class Judge {
public:
    Judge(const Guest& guest, Shape shape, const Mechanisms& machine)
        : guest_(guest)
        , machine_(machine)
        , shape_(shape) {
        // Who drives outputs by a card can draw by it, too, whether asked to or not; and seatd
        // opens cards for whoever has its socket.
        const bool is_container =
            !is_machine() && (shape_ == Shape::nothing || shape_ == Shape::processors ||
                              shape_ == Shape::render_node);
        has_card_ = is_container && (guest.seat == SeatSource::socket ||
                                     (guest.drives_outputs && shape_ != Shape::nothing));
        only_card_ = has_card_ && shape_ != Shape::render_node;
        if (only_card_) {
            shape_ = Shape::render_node;
        }
    }

    [[nodiscard]] std::vector<Limit> all() const {
        std::vector<Limit> limits;
        const auto add = [&](std::string_view subject,
                             std::string requested,
                             const std::optional<Worth>& worth) {
            if (worth) {
                limits.push_back(
                    {.subject = std::string{subject},
                     .requested = std::move(requested),
                     .mechanism = std::string{worth->mechanism},
                     .enforcement = worth->enforcement,
                     .reason = worth->reason}
                );
            }
        };
        const auto& grant = guest_.allowance;
        const bool own = shape_ == Shape::own_gpu;
        add("nodes", requested_nodes(), nodes());
        add("vram", own ? "all of its GPU's" : size_to_string(grant.vram_bytes), vram());
        add("compute", requested_compute(), compute());
        add("vulkan", std::string{to_string(grant.vulkan)}, vulkan());
        add("operations", to_string(grant.operations), operations());
        add("isolation", "no other's memory or commands", isolation());
        add("memory", guest_.memory_bytes ? size_to_string(*guest_.memory_bytes) : "", memory());
        add("cpus", guest_.cpus ? std::to_string(*guest_.cpus) : "", cpus());
        add("requests",
            formatted("{} per second", grant.requests_per_second.value_or(0)),
            guest_.limits_requests ? std::optional(nothing(
                                         "no device that counts them is played "
                                         "for any guest"
                                     ))
                                   : std::nullopt);
        add("priority",
            std::to_string(guest_.priority),
            guest_.priority != Guest{}.priority
                ? std::optional(nothing("nothing goes by guests' priorities"))
                : std::nullopt);
        return limits;
    }

private:
    [[nodiscard]] bool is_machine() const { return guest_.kind == Guest::Kind::virtual_machine; }

    [[nodiscard]] bool draws_by_processors() const {
        return shape_ == Shape::processors || shape_ == Shape::virtual_2d;
    }

    [[nodiscard]] bool is_own() const {
        return shape_ == Shape::own_gpu || shape_ == Shape::own_part;
    }

    /// Nothing of a GPU is within reach.
    [[nodiscard]] Worth absent(std::string reason) const {
        const auto who = is_machine() ? Enforcement::hypervisor : Enforcement::kernel;
        return by(mechanism::no_gpu, who, std::move(reason));
    }

    [[nodiscard]] Worth by_iommu() const {
        if (machine_.mediated) {
            return by(
                mechanism::mediated,
                Enforcement::kernel,
                "the host's driver keeps its memory and commands from others'"
            );
        }
        return machine_.iommu
                   ? by(mechanism::iommu,
                        Enforcement::hardware,
                        "the device is its own, and reaches its memory only")
                   : nothing("no IOMMU to rely on keeps the device from all of the host's memory");
    }

    [[nodiscard]] std::string requested_nodes() const {
        switch (shape_) {
        case Shape::nothing:
        case Shape::processors:
            return "none";
        case Shape::render_node:
            return only_card_  ? "a card for outputs"
                   : has_card_ ? "a render node, and a card for outputs"
                               : "a render node";
        case Shape::own_part:
            return "a part of a GPU";
        case Shape::own_gpu:
            return "a GPU of its own";
        default:
            return "a virtual GPU";
        }
    }

    [[nodiscard]] Worth nodes() const {
        switch (shape_) {
        case Shape::nothing:
        case Shape::processors:
            return absent("it is given none");
        case Shape::render_node:
            return by(
                mechanism::given_nodes,
                Enforcement::kernel,
                has_card_ ? "its /dev has no other" : "its /dev has no other, and it sets no modes"
            );
        case Shape::own_part:
        case Shape::own_gpu:
            return by_iommu();
        default:
            return by(
                mechanism::virtual_device, Enforcement::hypervisor, "the machine has no other"
            );
        }
    }

    [[nodiscard]] Worth vram() const {
        switch (shape_) {
        case Shape::nothing:
        case Shape::processors:
            return absent("it has no node by which to get at the GPU's memory");
        case Shape::virtual_2d:
            return machine_.max_hostmem
                       ? by(mechanism::max_hostmem,
                            Enforcement::hypervisor,
                            "its pictures are in the host's memory, which the device counts")
                       : nothing("nothing counts what its pictures take of the host's memory");
        case Shape::own_gpu:
            return by_iommu();
        case Shape::own_part:
            return machine_.vram_quota
                       ? by(mechanism::vram_quota,
                            Enforcement::firmware,
                            "the GPU's firmware counts for each of its parts")
                       : nothing("the host cannot set how much memory this part of a GPU has");
        default:
            break;
        }
        if (!machine_.dmem_controller) {
            return nothing("the kernel has no dmem controller");
        }
        if (!machine_.dmem_region) {
            return nothing("the dmem controller does not know this GPU's memory");
        }
        return by(
            mechanism::dmem_max,
            Enforcement::kernel,
            "what is beyond it moves to the host's memory, and is slow"
        );
    }

    [[nodiscard]] std::string requested_compute() const {
        const auto percent = guest_.allowance.compute_percent;
        return draws_by_processors()
                   ? formatted("{} % of {} processors", percent, machine_.processors)
                   : formatted("{} %", percent);
    }

    [[nodiscard]] std::optional<Worth> compute() const {
        if (guest_.allowance.compute_percent >= 100) {
            return std::nullopt;
        }
        switch (shape_) {
        case Shape::nothing:
            return absent("it is given no GPU");
        case Shape::processors:
        case Shape::virtual_2d:
            return machine_.cpu_max ? by(mechanism::cpu_max,
                                         Enforcement::kernel,
                                         "its processors draw, and the kernel counts their time")
                                    : nothing("there is no cgroup v2 with the cpu controller");
        case Shape::own_part:
            return machine_.exec_quantum
                       ? by(mechanism::exec_quantum,
                            Enforcement::firmware,
                            "the GPU's firmware shares its time among its parts")
                       : nothing("the host cannot set how much time this part of a GPU has");
        case Shape::own_gpu:
            return nothing("a GPU of its own is had in full");
        default:
            return nothing("the kernel limits no program's share of a GPU's time");
        }
    }

    [[nodiscard]] std::optional<Worth> vulkan() const {
        const auto granted = guest_.allowance.vulkan;
        if (granted == Vulkan::full) {
            return std::nullopt;
        }
        switch (shape_) {
        case Shape::nothing:
        case Shape::processors:
            return absent("Vulkan that it brings along runs on its processors");
        case Shape::virtual_2d:
            return by(
                mechanism::virtual_2d, Enforcement::hypervisor, "the device draws nothing itself"
            );
        case Shape::virgl:
            return by(
                mechanism::virtual_gl, Enforcement::hypervisor, "the device takes OpenGL only"
            );
        default:
            break;
        }
        if (granted == Vulkan::none) {
            return nothing("what gives OpenGL a GPU gives it to Vulkan as well");
        }
        return nothing(
            granted == Vulkan::graphics ? "graphics and computing go through the same queues"
                                        : "the kernel does not see which parts of Vulkan are used"
        );
    }

    [[nodiscard]] std::optional<Worth> operations() const {
        Operations denied;
        for (const auto& word : operation_words) {
            if (!guest_.allowance.operations.contains(word.value)) {
                denied.insert(word.value);
            }
        }
        if (denied == Operations{}) {
            return std::nullopt;
        }
        const bool only_passthrough = denied == Operations{Operation::passthrough};
        switch (shape_) {
        case Shape::nothing:
        case Shape::processors:
            return absent("it has no GPU to do them with");
        case Shape::virtual_2d:
            return by(
                mechanism::virtual_2d, Enforcement::hypervisor, "the device draws nothing itself"
            );
        case Shape::own_part:
        case Shape::own_gpu:
            return nothing("a GPU of its own does all that it can");
        case Shape::render_node:
            if (only_passthrough) {
                return by(
                    mechanism::given_nodes, Enforcement::kernel, "a node gives no device away"
                );
            }
            break;
        default:
            if (only_passthrough) {
                return by(
                    mechanism::virtual_device,
                    Enforcement::hypervisor,
                    "a virtual GPU gives no device away"
                );
            }
        }
        denied.erase(Operation::passthrough);
        return nothing(formatted("nothing tells {} from what is granted", to_string(denied)));
    }

    [[nodiscard]] Worth isolation() const {
        switch (shape_) {
        case Shape::nothing:
        case Shape::processors:
            return absent("it has no GPU to share");
        case Shape::virtual_2d:
            return by(
                mechanism::virtual_2d,
                Enforcement::hypervisor,
                "the GPU runs no commands of the guest"
            );
        case Shape::own_part:
        case Shape::own_gpu:
            return by_iommu();
        case Shape::render_node:
        case Shape::native_context:
            return by(
                mechanism::contexts,
                Enforcement::kernel,
                "each context has page tables of its own; nothing is promised about side channels"
            );
        case Shape::venus:
            return machine_.render_server
                       ? by(mechanism::render_server,
                            Enforcement::device_process,
                            "the host's driver runs on the guest's input in a process of its own")
                       : nothing(
                             "the host's driver runs on the guest's input inside of the "
                             "machine's process"
                         );
        case Shape::virgl:
            return nothing(
                "the host's OpenGL driver runs on the guest's input inside of the machine's process"
            );
        }
        return nothing("");
    }

    [[nodiscard]] std::optional<Worth> memory() const {
        if (!guest_.memory_bytes) {
            return std::nullopt;
        }
        if (is_machine()) {
            return by(mechanism::machine_size, Enforcement::hypervisor, "it has no more");
        }
        return machine_.memory_max
                   ? by(mechanism::memory_max, Enforcement::kernel, "the kernel counts it")
                   : nothing("there is no cgroup v2 with the memory controller");
    }

    [[nodiscard]] std::optional<Worth> cpus() const {
        if (!guest_.cpus) {
            return std::nullopt;
        }
        if (is_machine()) {
            return by(mechanism::machine_size, Enforcement::hypervisor, "it has no more");
        }
        return machine_.cpu_max
                   ? by(mechanism::cpu_max, Enforcement::kernel, "the kernel counts their time")
                   : nothing("there is no cgroup v2 with the cpu controller");
    }

    const Guest& guest_;
    const Mechanisms& machine_;
    Shape shape_;
    bool has_card_ = false;
    bool only_card_ = false;
};

} // namespace

std::vector<Limit> limits(const Guest& guest, Shape shape, const Mechanisms& machine) {
    return Judge(guest, shape, machine).all();
}

Result<void> require_enforced(std::string_view guest, const std::vector<Limit>& limits) {
    std::string text;
    for (const auto& limit : limits) {
        if (!enforced(limit)) {
            text += text.empty() ? "" : "; ";
            text += formatted("{} ({}): {}", limit.subject, limit.requested, limit.reason);
        }
    }
    if (text.empty()) {
        return {};
    }
    return fail("{}: not enforced: {}", guest, text);
}

} // namespace exwm_vr::policy
