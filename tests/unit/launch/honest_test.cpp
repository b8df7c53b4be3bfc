// SPDX-License-Identifier: MIT
// Each set-up gives what is granted, or says so, and what it says to hold it does.
#include "launch_samples.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>

namespace exwm_vr::launch {
namespace {

using samples::guest;
using samples::Guest;
using samples::host;
using samples::Level;

constexpr Level levels[] = {
    Level::untrusted, Level::low, Level::medium, Level::high, Level::system
};

/// What a machine or container can do with what the text gives it, told from the text alone.
Capabilities given_by(Format format, const Emission& emission, const Host& host) {
    std::string text;
    for (const auto& document : emission.documents) {
        // Comments say what is not given, too.
        std::istringstream lines(document.text);
        for (std::string line; std::getline(lines, line);) {
            if (!line.starts_with('#') && !line.starts_with("  Warning") &&
                !line.starts_with("//")) {
                text += line + "\n";
            }
        }
    }
    if (format == Format::libvirt) {
        text.erase(0, text.find("-->"));
    }
    const auto has = [&](std::string_view part) { return text.contains(part); };
    if (has("vfio-pci") || has("hostdev") || has("hostpci") || has("gputype") || has("--vfio") ||
        has("path=/sys/bus/pci")) {
        return provided(Mode::vfio);
    }
    if (has("drm_native_context") || has("context-types=drm")) {
        return provided(Mode::native_context);
    }
    if (has("venus")) {
        return provided(Mode::venus);
    }
    if (has("-gl,") || has("virtio-gl") || has("accel3d='yes'") ||
        has("context-types=virgl:virgl2,")) {
        return provided(Mode::virgl);
    }
    for (const auto& gpu : host.gpus) {
        const auto& render = *gpu.render;
        if (has(render.path) || (!render.stable_name.empty() && has(render.stable_name))) {
            return provided(Mode::node);
        }
    }
    const bool pictures = has("virtio-vga") || has("backend=2d") || has("vga: virtio") ||
                          has("model type='virtio'") || has("pixman") ||
                          (format == Format::incus && has("limits.cpu\""));
    return provided(pictures ? Mode::two_d : Mode::none);
}

const policy::Limit* limit_on(const Emission& emission, std::string_view subject) {
    const auto found = std::ranges::find(emission.limits, subject, &policy::Limit::subject);
    return found == emission.limits.end() ? nullptr : &*found;
}

/// Whether what is withheld is kept from it; where nothing is, there is no limit.
bool holds(const Emission& emission, std::string_view subject) {
    const auto* const limit = limit_on(emission, subject);
    return limit == nullptr || policy::enforced(*limit);
}

constexpr policy::Operation operations[] = {
    policy::Operation::draw_2d,
    policy::Operation::draw_3d,
    policy::Operation::decode,
    policy::Operation::encode,
    policy::Operation::compute,
    policy::Operation::passthrough
};

/// How set-ups of a format say what holds by a mechanism; "" where the format has no words for it.
struct Words {
    Format format;
    std::string_view cpu;
    std::string_view memory; ///< of containers: a machine has what it has
    std::string_view vram;
    std::string_view pictures;
};

constexpr auto words = std::to_array<Words>({
    {Format::podman, "--cpus=", "--memory=", "--cgroup-conf='dmem.max=", ""},
    {Format::quadlet, "PodmanArgs=--cpus=", "PodmanArgs=--memory=", "", ""},
    {Format::docker, "--cpus=", "--memory=", "", ""},
    {Format::compose, "cpus: ", "mem_limit: ", "", ""},
    {Format::cdi, "", "", "", ""},
    {Format::lxc,
     "lxc.cgroup2.cpu.max = ",
     "lxc.cgroup2.memory.max = ",
     "lxc.cgroup2.dmem.max",
     ""},
    {Format::proxmox, "cpulimit: ", "memory: ", "lxc.cgroup2.dmem.max", "vga: virtio,memory="},
    {Format::incus, "limits.cpu.allowance", "limits.memory", "lxc.cgroup2.dmem.max", "max_hostmem"},
    {Format::nspawn, "CPUQuota=", "MemoryMax=", "", ""},
    {Format::qemu, "--property=CPUQuota=", "", "", ",max_hostmem="},
    {Format::libvirt, "<global_quota>", "", "", "name='max_hostmem'"},
    {Format::crosvm, "--property=CPUQuota=", "", "", ""},
    {Format::cloud_hypervisor, "--property=CPUQuota=", "", "", ""},
});

/// A limit is said to hold by what a set-up sets if, and only if, the set-up sets it.
void check_words(
    Format format, const Plan& plan, const Emission& emission, const std::string& text
) {
    const auto* const row = std::ranges::find(words, format, &Words::format);
    REQUIRE(row != words.end());
    const auto check = [&](std::string_view mechanism, std::string_view word, Quota::Kind kind) {
        CAPTURE(mechanism, word);
        const bool said = !word.empty() && text.contains(word);
        CHECK(said == emission.applied.contains(kind));
        CHECK(said == std::ranges::any_of(emission.limits, [&](const auto& limit) {
                  return limit.mechanism == mechanism;
              }));
    };
    namespace m = policy::mechanism;
    check(m::cpu_max, row->cpu, Quota::Kind::cpu);
    check(m::dmem_max, row->vram, Quota::Kind::vram);
    check(m::max_hostmem, row->pictures, Quota::Kind::pictures);
    if (plan.kind != Guest::Kind::virtual_machine) {
        check(m::memory_max, row->memory, Quota::Kind::memory);
    }
    for (const auto& limit : emission.limits) {
        CHECK(limit.mechanism != m::vram_quota); // which no set-up sets
        CHECK(limit.mechanism != m::exec_quantum);
        if (limit.mechanism == m::render_server) {
            CHECK(text.contains("venus"));
        }
        if (limit.mechanism == m::iommu) {
            CHECK(plan.mode == Mode::vfio);
        }
    }
    for (const auto* always : {"nodes", "vram", "isolation"}) {
        CHECK(limit_on(emission, always) != nullptr);
    }
}

void check_honest(Format format, const Plan& plan, const Emission& emission, const Host& host) {
    const auto given = given_by(format, emission, host);
    // What the text gives is what the plan says.
    if (format != Format::cdi) {
        CHECK(given == provided(plan.mode));
    }
    // More than is granted only where it is said to be so.
    bool excess = false;
    for (const auto operation : operations) {
        excess = excess || (given.operations.contains(operation) &&
                            !plan.allowance.operations.contains(operation));
    }
    CHECK(holds(emission, "operations") == !excess);
    CHECK(holds(emission, "vulkan") == (given.vulkan <= plan.allowance.vulkan));
    // Less only with a warning.
    const bool lacks = !given.operations.contains(policy::Operation::draw_3d) &&
                       plan.allowance.operations.contains(policy::Operation::draw_3d);
    if (lacks && format != Format::cdi) {
        CHECK(std::ranges::any_of(emission.warnings, [](const auto& warning) {
            return warning.contains("granted, but");
        }));
    }
    // A quota is printed if, and only if, something applies it.
    std::string text;
    for (const auto& document : emission.documents) {
        text += document.text;
    }
    for (const auto& limit : emission.limits) {
        CAPTURE(limit.subject, limit.mechanism, limit.reason);
        CHECK((limit.mechanism.empty() == !policy::enforced(limit)));
        CHECK(!limit.reason.empty());
        CHECK(!limit.requested.empty());
    }
    check_words(format, plan, emission, text);
    CHECK_FALSE(text.contains("vram_limit"));
    CHECK_FALSE(text.contains("override_vram"));
}

enum class Variant { plain, counted, sized, bare, without_systemd, split, two_regions };

constexpr Variant variants[] = {
    Variant::plain,
    Variant::counted,
    Variant::sized,
    Variant::bare,
    Variant::without_systemd,
    Variant::split,
    Variant::two_regions
};

void change(Variant variant, Guest& one, Host& here) {
    auto& gpu = here.gpus.front();
    switch (variant) {
    case Variant::plain:
        break;
    case Variant::two_regions:
        gpu.vram_regions = {"drm/0000:03:00.0/vram0", "drm/0000:03:00.0/vram1"};
        [[fallthrough]];
    case Variant::counted:
        samples::hand_dmem_on(here);
        break;
    case Variant::sized:
        one.memory_bytes = 1ULL << 30U;
        one.cpus = 3;
        one.allowance.vram_bytes = 0;
        break;
    case Variant::bare:
        here.mechanisms = {};
        one.memory_bytes = 1ULL << 30U;
        one.cpus = 3;
        break;
    case Variant::without_systemd:
        here.systemd = false;
        break;
    case Variant::split:
        gpu.is_part = true;
        gpu.vram_quota = true;
        gpu.exec_quantum = true;
        one.allowance.compute_percent = std::min(one.allowance.compute_percent, 50U);
        break;
    }
}

TEST_CASE("launch: what each generator gives is what is granted, or it says so") {
    for (const auto kind :
         {Guest::Kind::container, Guest::Kind::application, Guest::Kind::virtual_machine}) {
        for (const auto level : levels) {
            for (const auto access :
                 {policy::Access::none,
                  policy::Access::software,
                  policy::Access::shared,
                  policy::Access::passthrough}) {
                for (const auto* mode :
                     {"", "none", "2d", "virgl", "venus", "native-context", "vfio"}) {
                    for (const auto variant : variants) {
                        auto one = guest("one", kind, level);
                        one.access = access;
                        one.gpus = {"pci-0000:03:00.0"};
                        auto here = host();
                        change(variant, one, here);
                        auto wishes = samples::wishes("one");
                        wishes.mode = mode;
                        const auto planned = plan(one, here, wishes);
                        if (!planned) {
                            CHECK(planned.error().message.starts_with("guest one: "));
                            continue;
                        }
                        if (level != Level::system) {
                            CHECK(planned->mode != Mode::vfio);
                        }
                        for (const auto format : all_formats) {
                            const auto emission = emit(format, *planned);
                            if (emission) {
                                CAPTURE(
                                    static_cast<int>(level),
                                    static_cast<int>(access),
                                    mode,
                                    static_cast<int>(variant),
                                    to_string(format),
                                    to_string(planned->mode),
                                    emission->documents.front().text
                                );
                                check_honest(format, *planned, *emission, here);
                            }
                        }
                    }
                }
            }
        }
    }
}

TEST_CASE("launch: what is not enforced says why, by format") {
    auto flat = guest("flat", Guest::Kind::virtual_machine, Level::untrusted);
    const auto reason = [&](Format format, std::string_view subject, const Host& here) {
        const auto planned = plan(flat, here);
        REQUIRE(planned);
        const auto emission = emit(format, *planned);
        REQUIRE(emission);
        const auto* const limit = limit_on(*emission, subject);
        REQUIRE(limit != nullptr);
        return policy::enforced(*limit) ? "held by " + limit->mechanism : limit->reason;
    };
    auto here = host();
    CHECK(reason(Format::qemu, "compute", here) == "held by cgroup cpu.max");
    CHECK(reason(Format::libvirt, "compute", here) == "held by cgroup cpu.max");
    CHECK(reason(Format::proxmox, "compute", here) == "held by cgroup cpu.max");
    CHECK(reason(Format::incus, "compute", here) == "incus has no setting for cgroup cpu.max");
    CHECK(reason(Format::incus, "vram", here) == "held by virtio-gpu max_hostmem");
    CHECK(
        reason(Format::crosvm, "vram", here) == "crosvm has no setting for virtio-gpu max_hostmem"
    );
    CHECK(reason(Format::qemu, "isolation", here) == "held by virtio-gpu without 3D");
    here.systemd = false;
    CHECK(reason(Format::qemu, "compute", here) == "qemu has no setting for cgroup cpu.max");
    here.mechanisms.cpu_max = false;
    CHECK(reason(Format::qemu, "compute", here) == "there is no cgroup v2 with the cpu controller");
    // A GPU that is given away whole has no other's memory.
    flat = guest("vr", Guest::Kind::virtual_machine, Level::system);
    flat.access = policy::Access::passthrough;
    flat.gpus = {"pci-0000:03:00.0"};
    CHECK(reason(Format::qemu, "vram", host()) == "held by IOMMU");
    // What firmware could hold a part of one to is set by no set-up.
    here = host();
    here.gpus.front().is_part = true;
    here.gpus.front().vram_quota = true;
    CHECK(reason(Format::qemu, "vram", here) == "qemu has no setting for SR-IOV vram_quota");
}

} // namespace
} // namespace exwm_vr::launch
