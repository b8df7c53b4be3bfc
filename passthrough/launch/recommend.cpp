// SPDX-License-Identifier: MIT
#include "passthrough/launch/recommend.hpp"

#include "base/format.hpp"
#include "passthrough/gpu/choose.hpp"
#include "passthrough/launch/plan.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace exwm_vr::launch {
namespace {

constexpr auto names = std::to_array<std::pair<Purpose, std::string_view>>(
    {{Purpose::development, "development"},
     {Purpose::ci, "ci"},
     {Purpose::server, "server"},
     {Purpose::desktop, "desktop"},
     {Purpose::vm_with_vr, "vm-with-vr"},
     {Purpose::untrusted_application, "untrusted-application"}}
);

const HostGpu* renderer(const Host& host) {
    const auto found = std::ranges::find_if(host.gpus, [](const HostGpu& gpu) {
        return (gpu.render || !gpu.nvidia_cdi.empty()) && !gpu::pretends(gpu.device) &&
               !gpu::lacks_3d(gpu.device);
    });
    return found == host.gpus.end() ? nullptr : &*found;
}

std::string guest(std::string_view text) {
    return "guests:\n" + std::string(text);
}

Recommendation for_development(const Host& host) {
    Recommendation result{
        .what = "a rootless Podman container with a render node, shown as a window",
        .reasons =
            {"a render node draws and can change no screen, so that a fault costs a window at most",
             "rootless, it is no more than its user is",
             "it starts in a second, and other versions of libraries do not come in each other's "
             "way"},
        .guest = guest(
            "  - name: dev\n    kind: container\n    level: high\n    image: "
            "localhost/exwm-vr:latest\n"
        ),
        .command = "exwm-vr-gpu emit podman dev --wayland-socket $XDG_RUNTIME_DIR/wayland-0"
    };
    if (renderer(host) == nullptr) {
        result.obstacles.emplace_back("no GPU draws here: the container's CPU will");
    }
    return result;
}

Recommendation for_ci() {
    return {
        .what = "a container without a GPU, its outputs in memory",
        .reasons =
            {"pictures are the same on every machine when the CPU draws them",
             "a test that needs no GPU runs on machines that have none",
             "what needs KMS or input devices is for a virtual machine with 2D graphics"},
        .guest = guest(
            "  - name: ci\n    kind: container\n    level: untrusted\n    gpu:\n"
            "      access_mode: software\n    image: localhost/exwm-vr:latest\n"
        ),
        .command = "exwm-vr-gpu emit podman ci"
    };
}

Recommendation for_server(const Host& host) {
    Recommendation result{
        .what = "no guest: the service itself, headless, drawn by the CPU",
        .reasons =
            {"without a GPU there is nothing to share and nothing to keep apart",
             "outputs exist in memory, and are seen by VNC or not at all"},
        .command = "exwm-vr --headless"
    };
    if (renderer(host) != nullptr) {
        result.reasons.emplace_back("a GPU is here: it will be used where exwm-vr may open it");
    }
    return result;
}

Recommendation for_desktop(const Host& host) {
    Recommendation result{
        .what = "no guest: EXWM-VR as the session that the login manager offers",
        .reasons =
            {"logind gives it screens and input devices, and takes them back",
             "a container around it would have to be given all that it is to protect",
             "where one is wanted all the same: a container with the socket of seatd and a render "
             "node"},
        .command = "exwm-vr-session"
    };
    if (renderer(host) == nullptr) {
        result.obstacles.emplace_back("no GPU draws here: the CPU will");
    }
    return result;
}

/// Whether the host misses @p gpu less than @p other, when both can be given away.
bool is_better_to_give(const HostGpu& gpu, const HostGpu& other) {
    const auto missed = [](const HostGpu& one) {
        return std::pair(one.device.boot_display, one.not_ready.size());
    };
    return missed(gpu) < missed(other);
}

Recommendation for_vr(const Host& host) {
    Recommendation result{
        .what = "a virtual machine with a GPU of its own",
        .reasons =
            {"a headset is leased from a card with connectors, which no virtual GPU passes on",
             "frames must not wait for another guest's",
             "the IOMMU keeps the GPU from the memory of all others"},
        .command = "exwm-vr-gpu emit qemu vr"
    };
    const HostGpu* given = nullptr;
    for (const auto& gpu : host.gpus) {
        const auto why = not_possible(Mode::vfio, &gpu, host);
        if (!why.empty()) {
            result.obstacles.push_back(formatted("{}: {}", gpu.device.bus, why));
        } else if (given == nullptr || is_better_to_give(gpu, *given)) {
            given = &gpu;
        }
    }
    if (given != nullptr) {
        result.obstacles.clear();
    } else if (host.gpus.empty()) {
        result.obstacles.emplace_back("there is no GPU");
    }
    const std::string device = given != nullptr ? given->device.bus : "pci-0000:01:00.0";
    result.guest = guest(formatted(
        "  - name: vr\n    kind: vm\n    level: system\n    gpu:\n"
        "      access_mode: passthrough\n      devices: [\"{}\"]{}\n"
        "    image: /srv/vr.qcow2\n    memory_mb: 8192\n    cpus: 6\n",
        device,
        given != nullptr ? "" : " # once there is one"
    ));
    if (host.gpus.size() == 1) {
        result.obstacles.emplace_back("with one GPU, the host is dark while the machine has it");
    }
    return result;
}

Recommendation for_untrusted(const Host& host) {
    Recommendation result{
        .what = "a container with a Wayland socket of its own and no GPU",
        .reasons =
            {"without a render node, no fault of a GPU's driver or kernel interface is in reach",
             "through a socket of its level it sees and sends no input but its own",
             "what must not share the host's kernel is for a virtual machine with 2D graphics, "
             "whose limits all hold"},
        .guest = guest(
            "  - name: app\n    kind: application\n    level: untrusted\n"
            "    image: localhost/app:latest\n    memory_mb: 1024\n    cpus: 1\n"
        ),
        .command =
            "exwm-vrctl client-socket app --level untrusted, then exwm-vr-gpu emit podman app "
            "--wayland-socket PATH --strict"
    };
    for (const auto& [controller, there] :
         {std::pair("cpu", host.mechanisms.cpu_max),
          std::pair("memory", host.mechanisms.memory_max)}) {
        if (!there) {
            result.obstacles.push_back(
                formatted("cgroup 2 has no controller {} for this user's limits", controller)
            );
        }
    }
    return result;
}

} // namespace

Recommendation recommend(Purpose purpose, const Host& host) {
    switch (purpose) {
    case Purpose::development:
        return for_development(host);
    case Purpose::ci:
        return for_ci();
    case Purpose::server:
        return for_server(host);
    case Purpose::desktop:
        return for_desktop(host);
    case Purpose::vm_with_vr:
        return for_vr(host);
    case Purpose::untrusted_application:
        return for_untrusted(host);
    }
    return {};
}

std::string_view to_string(Purpose purpose) {
    for (const auto& [value, name] : names) {
        if (value == purpose) {
            return name;
        }
    }
    return "";
}

std::optional<Purpose> purpose_named(std::string_view name) {
    for (const auto& [value, known] : names) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::vector<std::string> purpose_names() {
    std::vector<std::string> all;
    all.reserve(std::size(names));
    for (const auto& [value, name] : names) {
        all.emplace_back(name);
    }
    return all;
}

} // namespace exwm_vr::launch
