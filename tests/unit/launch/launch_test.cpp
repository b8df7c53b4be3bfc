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
        auto wishes = samples::wishes();
        change(one, here, wishes);
        const auto planned = plan(one, here, wishes);
        CAPTURE(reason);
        REQUIRE_FALSE(planned);
        CAPTURE(planned.error().message);
        CHECK(planned.error().message.contains(reason));
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
