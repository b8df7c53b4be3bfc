// SPDX-License-Identifier: MIT
// What is granted, what is given, and what is said of both.
#include "launch_samples.hpp"
#include "passthrough/launch/seats.hpp"
#include "passthrough/launch/words.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <functional>
#include <string>

namespace exwm_vr::launch {
namespace {

using samples::guest;
using samples::Guest;
using samples::host;
using samples::Level;

TEST_CASE("launch: a level is not given what it is not granted by rule") {
    const auto mode = [](Level level, policy::Vulkan vulkan = policy::Vulkan::full) {
        auto one = guest("one", Guest::Kind::virtual_machine, level);
        one.allowance.vulkan = std::min(one.allowance.vulkan, vulkan);
        const auto planned = plan(one, host());
        REQUIRE(planned);
        return planned->mode;
    };
    CHECK(mode(Level::untrusted) == Mode::two_d);
    CHECK(mode(Level::low) == Mode::native_context);
    CHECK(mode(Level::high) == Mode::native_context);
    CHECK(mode(Level::low, policy::Vulkan::none) == Mode::two_d);
    CHECK(mode(Level::medium, policy::Vulkan::none) == Mode::virgl);
}

TEST_CASE("launch: the best that the host has is taken, and what it lacks is said") {
    auto here = host();
    const auto planned = [&](Level level) {
        auto result = plan(guest("one", Guest::Kind::virtual_machine, level), here);
        REQUIRE(result);
        return std::move(*result);
    };
    here.kernel = Version{{6, 12}};
    auto old = planned(Level::medium);
    CHECK(old.mode == Mode::virgl);
    CHECK(old.warnings.at(0) == "no native context: the kernel is 6.12, 6.13 is needed");
    here = host();
    here.virglrenderer = Version{{1, 0, 1}};
    CHECK(planned(Level::medium).mode == Mode::venus);
    CHECK(planned(Level::low).mode == Mode::two_d);
    here.render_server.clear();
    CHECK(planned(Level::medium).mode == Mode::virgl);
    here.qemu.devices.clear();
    auto none = planned(Level::medium);
    CHECK(none.mode == Mode::two_d);
    CHECK(none.warnings.back().contains("granted, but"));
    CHECK(std::ranges::any_of(none.warnings, [](const auto& w) {
        return w.contains("qemu-system-modules-opengl");
    }));
}

TEST_CASE("launch: what cannot be is an error that says why") {
    struct Case {
        std::string reason;
        std::function<void(Guest&, Host&, Wishes&)> change;
        Guest::Kind kind = Guest::Kind::container;
    };

    const std::vector<Case> cases{
        {"no name for a guest", [](auto& g, auto&, auto&) { g.name = "../x"; }},
        {"no image's name begins with '-': --privileged",
         [](auto& g, auto&, auto&) { g.image = "--privileged"; }},
        {"no image's name begins with '-'",
         [](auto& g, auto&, auto&) { g.image = "-v"; },
         Guest::Kind::virtual_machine},
        {"--root has control characters",
         [](auto&, auto&, auto& w) { w.guest_root = "/srv/a\nlxc.cap.keep = all"; }},
        {"--root is no path from / on: ../a", [](auto&, auto&, auto& w) { w.guest_root = "../a"; }},
        {"--wayland-socket has control characters",
         [](auto&, auto&, auto& w) { w.wayland_socket += "\nPrivileged=yes"; }},
        {"/dev/mem is no serial device: it is one of mem",
         [](auto& g, auto& h, auto&) {
             g.serials = {"/dev/mem"};
             h.serials = {{.path = "/dev/mem", .subsystem = "mem", .major = 1, .minor = 1}};
         }},
        {"/dev/dri/card0 is no serial device: it is one of drm",
         [](auto& g, auto& h, auto&) {
             g.serials = {"/dev/dri/card0"};
             h.serials = {*h.gpus[1].card};
         },
         Guest::Kind::virtual_machine},
        {"/dev/tty1 is no serial device: it is a terminal",
         [](auto& g, auto& h, auto&) {
             g.serials = {"/dev/tty1"};
             h.serials = {{.path = "/dev/tty1", .subsystem = "tty", .major = 4, .minor = 1}};
         }},
        {"/dev/ttyUSB0 is no input device: it is a serial port",
         [](auto& g, auto& h, auto&) {
             g.seat = policy::SeatSource::devices;
             g.inputs = {"/dev/ttyUSB0"};
             h.inputs = h.serials;
         }},
        {"/dev/kvm is no serial device: /sys does not say what it is",
         [](auto& g, auto& h, auto&) {
             g.serials = {"/dev/kvm"};
             h.serials = {{.path = "/dev/kvm", .major = 10, .minor = 232}};
         }},
        {"/dev/input/kvm is no input device: it is one of misc",
         [](auto& g, auto& h, auto&) {
             g.seat = policy::SeatSource::devices;
             g.inputs = {"/dev/input/kvm"};
             h.inputs = {
                 {.path = "/dev/input/kvm", .subsystem = "misc", .major = 10, .minor = 232}
             };
         }},
        {"by /run/user/1000/wayland-0 it has the desktop's rights: make one with 'exwm-vrctl "
         "client-socket one --level medium'",
         [](auto&, auto&, auto& w) { w.wayland_socket = "/run/user/1000/wayland-0"; },
         Guest::Kind::application},
        {"has the desktop's rights",
         [](auto&, auto&, auto& w) {
             w.wayland_socket = "/run/user/1000/exwm-vr/clients/anotherone";
         },
         Guest::Kind::application},
        {"no name for a guest", [](auto& g, auto&, auto&) { g.name = "-x"; }},
        {"no name for a guest", [](auto& g, auto&, auto&) { g.name = "a\nb"; }},
        {"no name for a guest", [](auto& g, auto&, auto&) { g.name = std::string(65, 'a'); }},
        {"control characters", [](auto& g, auto&, auto&) { g.image = "a\nlxc.cap.keep = all"; }},
        {"control characters", [](auto& g, auto&, auto&) { g.command = {"a\x7f"}; }},
        {"only a virtual machine",
         [](auto& g, auto&, auto&) { g.access = policy::Access::passthrough; }},
        {"there is no /dev/input/event9",
         [](auto& g, auto&, auto&) {
             g.drives_outputs = true;
             g.seat = policy::SeatSource::devices;
             g.inputs = {"/dev/input/event9"};
         }},
        {"seatd does not run",
         [](auto& g, auto& h, auto&) {
             g.seat = policy::SeatSource::socket;
             h.seat_socket.clear();
         }},
        {"needs a seat", [](auto& g, auto&, auto&) { g.drives_outputs = true; }},
        {"no GPU of its has an output DP-9",
         [](auto& g, auto&, auto&) {
             g.drives_outputs = true;
             g.seat = policy::SeatSource::devices;
             g.outputs = {"DP-9"};
         }},
        {"can draw by it as well",
         [](auto& g, auto&, auto&) {
             g.allowance = samples::allowance(Level::untrusted);
             g.drives_outputs = true;
             g.seat = policy::SeatSource::socket;
         }},
        {"there is no /dev/uinput",
         [](auto& g, auto& h, auto&) {
             g.uinput = true;
             h.uinput.reset();
         }},
        {"there is no /dev/ttyUSB7", [](auto& g, auto&, auto&) { g.serials = {"/dev/ttyUSB7"}; }},
        {"guest one: it asks for the render node nouveau",
         [](auto& g, auto&, auto&) { g.gpus = {"nouveau"}; }},
        {"it asks for the render node /dev/dri/renderD140, but there are",
         [](auto& g, auto&, auto&) { g.gpus = {"amdgpu", "/dev/dri/renderD140"}; }},
        {"guest one: there is no GPU pci-0000:09:00.0; there are pci-0000:03:00.0 (amdgpu), "
         "pci-0000:00:02.0 (i915)",
         [](auto& g, auto&, auto&) {
             g.access = policy::Access::passthrough;
             g.gpus = {"pci-0000:09:00.0"};
         },
         Guest::Kind::virtual_machine},
        {"there is no GPU amdgpu; there are none",
         [](auto& g, auto& h, auto&) {
             g.access = policy::Access::passthrough;
             g.gpus = {"amdgpu"};
             h.gpus.clear();
         },
         Guest::Kind::virtual_machine},
        {"more than one GPU is amdgpu: name it by its bus: pci-0000:03:00.0 (amdgpu), "
         "pci-0000:00:02.0 (amdgpu)",
         [](auto& g, auto& h, auto&) {
             g.access = policy::Access::passthrough;
             g.gpus = {"amdgpu"};
             h.gpus[1].device.driver = "amdgpu";
         },
         Guest::Kind::virtual_machine},
        {"'devices' names 2",
         [](auto& g, auto&, auto&) {
             g.access = policy::Access::passthrough;
             g.gpus = {"amdgpu", "i915"};
         },
         Guest::Kind::virtual_machine},
        {"must be named in 'devices'",
         [](auto& g, auto&, auto& w) {
             g.allowance = samples::allowance(Level::system);
             w.mode = "vfio";
         },
         Guest::Kind::virtual_machine},
        {"has no mode venus", [](auto&, auto&, auto& w) { w.mode = "venus"; }},
        {"exwm-vrctl client-socket",
         [](auto&, auto&, auto& w) { w.wayland_socket.clear(); },
         Guest::Kind::application},
        {"no outputs, seat",
         [](auto& g, auto&, auto&) { g.uinput = true; },
         Guest::Kind::application},
        {"cards and input nodes are for containers",
         [](auto& g, auto&, auto&) { g.drives_outputs = true; },
         Guest::Kind::virtual_machine},
        {"has a network of its own or none",
         [](auto& g, auto&, auto&) { g.network = policy::Network::host; },
         Guest::Kind::virtual_machine},
        {"no machine has a mode node",
         [](auto&, auto&, auto& w) { w.mode = "node"; },
         Guest::Kind::virtual_machine},
        {"does not grant it a GPU of its own",
         [](auto& g, auto&, auto& w) {
             g.gpus = {"amdgpu"};
             w.mode = "vfio";
         },
         Guest::Kind::virtual_machine},
        {"must be named in 'devices'",
         [](auto& g, auto&, auto&) { g.access = policy::Access::passthrough; },
         Guest::Kind::virtual_machine},
        {"the machine's disk is on it",
         [](auto& g, auto& h, auto&) {
             g.access = policy::Access::passthrough;
             g.allowance = samples::allowance(Level::system);
             g.gpus = {"amdgpu"};
             h.gpus[0].not_away = {"the machine's disk is on it"};
         },
         Guest::Kind::virtual_machine},
    };
    for (const auto& [reason, change, kind] : cases) {
        auto one = guest("one", kind, Level::medium);
        auto here = host();
        auto wishes = samples::wishes("one");
        change(one, here, wishes);
        const auto planned = plan(one, here, wishes);
        CAPTURE(reason);
        REQUIRE_FALSE(planned);
        CAPTURE(planned.error().message);
        CHECK(planned.error().message.contains(reason));
    }
}

bool warns(const Plan& plan, std::string_view part) {
    return std::ranges::any_of(plan.warnings, [&](const auto& w) { return w.contains(part); });
}

TEST_CASE("launch: by the desktop's own socket a container is the desktop, and that is said") {
    const auto planned = [](Level level, const std::string& socket) {
        auto result =
            plan(guest("one", Guest::Kind::container, level), host(), {.wayland_socket = socket});
        REQUIRE(result);
        return std::move(*result);
    };
    const auto* const part = "'exwm-vrctl client-socket one --level medium' makes one";
    CHECK(warns(planned(Level::medium, "/run/user/1000/wayland-0"), part));
    CHECK_FALSE(warns(planned(Level::medium, "/run/user/1000/exwm-vr/clients/one"), part));
    CHECK_FALSE(warns(planned(Level::high, "/run/user/1000/wayland-0"), "client-socket"));
}

TEST_CASE("launch: a seat's socket is a card, whoever has it") {
    auto one = guest("one", Guest::Kind::container, Level::untrusted);
    one.seat = policy::SeatSource::socket;
    const auto planned = plan(one, host());
    REQUIRE(planned);
    const auto limit = [&](std::string_view subject) {
        return *std::ranges::find(planned->limits, subject, &policy::Limit::subject);
    };
    CHECK(limit("nodes").requested == "what seatd opens for its seat");
    CHECK_FALSE(policy::enforced(limit("vram")));
    CHECK_FALSE(policy::enforced(limit("vulkan")));
}

TEST_CASE("launch: an IOMMU that is told to let things through isolates nothing") {
    auto one = guest("vr", Guest::Kind::virtual_machine, Level::system);
    one.access = policy::Access::passthrough;
    one.gpus = {"pci-0000:03:00.0"};
    auto here = host();
    const auto isolated = [&] {
        const auto planned = plan(one, here);
        REQUIRE(planned);
        return policy::enforced(
            *std::ranges::find(planned->limits, "isolation", &policy::Limit::subject)
        );
    };
    CHECK(isolated());
    here.gpus[0].isolation_void = true;
    CHECK_FALSE(isolated());
}

TEST_CASE("launch: GPU memory of more than one GPU is one sum") {
    auto one = guest("one", Guest::Kind::container, Level::medium);
    one.gpus = {"amdgpu", "i915"};
    auto here = host();
    samples::hand_dmem_on(here);
    here.gpus[1].vram_regions = {"drm/0000:00:02.0/vram0"};
    const auto planned = plan(one, here);
    REQUIRE(planned);
    std::uint64_t sum = 0;
    for (const auto& quota : planned->quotas) {
        sum += quota.kind == Quota::Kind::vram ? quota.bytes : 0;
    }
    CHECK(sum == one.allowance.vram_bytes);
}

TEST_CASE("launch: what may be another device after a restart is said") {
    auto one = guest("one", Guest::Kind::container, Level::high);
    one.drives_outputs = true;
    one.seat = policy::SeatSource::devices;
    one.gpus = {"amdgpu"};
    one.inputs = {"/dev/input/event3", "/dev/input/event4"};
    const auto planned = plan(one, host());
    REQUIRE(planned);
    CHECK_FALSE(warns(*planned, "/dev/input/event3 may be another device"));
    CHECK(warns(*planned, "/dev/input/event4 may be another device after a restart"));
}

TEST_CASE("launch: root's guests have ids that are nobody else's") {
    auto here = host();
    here.uid = 0;
    here.user = "root";
    here.subuids = {};
    here.subgids = {};
    here.others_ids = {{.first = 100000, .count = 65536}};
    const std::vector<std::string> names{"left", "right"};
    const auto ids = [&](const std::string& name) {
        const auto planned =
            plan(guest(name, Guest::Kind::container, Level::high), here, {.guests = names});
        REQUIRE(planned);
        CHECK(planned->uids == planned->gids);
        return planned->uids;
    };
    CHECK(ids("left").first >= 165536);
    CHECK(ids("left") != ids("right"));
    CHECK(ids("left") == ids("left"));
    // Who starts it has its own.
    const auto own = plan(guest("left", Guest::Kind::container, Level::high), host());
    REQUIRE(own);
    CHECK(own->uids == IdRange{.first = 100000, .count = 65536});
    // One who was granted none does not get another's.
    here.uid = 1001;
    CHECK(ids("left").first >= 165536);
}

TEST_CASE("launch: what a machine needs inside is said with the mode that needs it") {
    const auto planned = [](const std::string& mode) {
        auto result =
            plan(guest("one", Guest::Kind::virtual_machine, Level::medium), host(), {.mode = mode});
        REQUIRE(result);
        return std::move(*result);
    };
    CHECK(warns(planned("venus"), "the machine itself needs Linux 5.16 and Mesa 24.2 or later"));
    CHECK(warns(planned("native-context"), "needs Linux 6.14 and Mesa 25.0 or later"));
    CHECK_FALSE(warns(planned("virgl"), "the machine itself needs"));
}

TEST_CASE("launch: NVIDIA's GPU draws without nodes of DRM, by its own specification") {
    auto here = host();
    HostGpu nvidia;
    nvidia.device = {.bus = "pci-0000:01:00.0", .driver = "nvidia"};
    nvidia.nvidia_cdi = "nvidia.com/gpu=GPU-1";
    here.gpus = {nvidia};
    auto one = guest("one", Guest::Kind::container, Level::medium);
    for (const auto* name : {"", "nvidia", "0000:01:00.0"}) {
        one.gpus = *name == '\0' ? std::vector<std::string>{} : std::vector<std::string>{name};
        const auto planned = plan(one, here);
        REQUIRE(planned);
        CHECK(planned->mode == Mode::node);
        CHECK(planned->nvidia == std::vector<std::string>{"nvidia.com/gpu=GPU-1"});
    }
}

TEST_CASE("launch: two seats have nothing in common but render nodes") {
    const auto seat =
        [](const std::string& name, const std::string& gpu, const std::string& input) {
            auto one = guest(name, Guest::Kind::container, Level::high);
            one.drives_outputs = true;
            one.seat = policy::SeatSource::devices;
            one.gpus = {gpu};
            one.inputs = {input};
            auto planned = plan(one, host());
            REQUIRE(planned);
            return std::move(*planned);
        };
    const auto left = seat("left", "amdgpu", "/dev/input/event3");
    const auto right = seat("right", "i915", "/dev/input/event4");
    const std::vector both{left, right};
    CHECK(given_twice(both).empty());
    const std::vector same{left, seat("other", "amdgpu", "/dev/input/event3")};
    CHECK(
        given_twice(same) == std::vector<std::string>{
                                 "/dev/dri/card1 is given to left and other",
                                 "/dev/input/event3 is given to left and other"
                             }
    );
}

TEST_CASE("launch: versions are compared by their numbers") {
    CHECK(version_in("QEMU emulator version 11.1.2 (Debian 1:11.1.2+ds-3)") == Version{{11, 1, 2}});
    CHECK(version_in("podman version 5.8.6") == Version{{5, 8, 6}});
    CHECK(version_in("7.2.12+deb14-amd64") == Version{{7, 2, 12}});
    CHECK(Version{{11, 10}} > Version{{11, 9}});
    CHECK_FALSE(version_in("x86_64 lxc7 99999999999.1"));
    CHECK_FALSE(version_in(""));
    CHECK(to_string(Version{{1, 2}}) == "1.2");
}

} // namespace
} // namespace exwm_vr::launch
