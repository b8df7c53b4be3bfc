// SPDX-License-Identifier: MIT
#include "passthrough/policy/guests_file.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <string>

namespace exwm_vr::policy {
namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20U;

std::string error_of(std::string_view yaml) {
    const auto guests = parse_guests(yaml, "g.yaml");
    REQUIRE(!guests);
    return guests.error().message;
}

Guests parsed(std::string_view yaml) {
    const auto guests = parse_guests(yaml, "g.yaml");
    INFO((guests ? std::string{} : guests.error().message));
    REQUIRE(guests);
    return *guests;
}

TEST_CASE("the founding document's section is taken as it is", "[policy][guests]") {
    const auto guests = parsed(R"(
guests:
  - name: test-gpu-vm
    kind: vm
    level: medium
    gpu:
      enabled: true
      access_mode: virtio  # Options: virtio, passthrough, software, none
      vram_limit_mb: 512
      priority: 75
      allow_vulkan: true
      allow_compute: false
)");
    REQUIRE(guests.guests.size() == 1);
    const Guest& guest = guests.guests.front();
    CHECK(guest.name == "test-gpu-vm");
    CHECK(guest.kind == Guest::Kind::virtual_machine);
    CHECK(guest.access == Access::shared);
    CHECK(guest.priority == 75);
    CHECK(guest.allowance.vram_bytes == 512 * mib);
    CHECK(guest.allowance.vulkan == Vulkan::graphics);
    CHECK(!guest.allowance.operations.contains(Operation::compute));
    CHECK(guest.allowance.operations.contains(Operation::encode));
    CHECK(guests.notes.empty());
}

TEST_CASE(
    "what a description leaves out is its level's, the least by default", "[policy][guests]"
) {
    const Guest guest = parsed("guests: [{name: a}]").guests.front();
    CHECK(guest.level == Level::untrusted);
    CHECK(guest.kind == Guest::Kind::container);
    CHECK(guest.access == Access::shared);
    CHECK(guest.allowance == Levels{}[Level::untrusted]);
    CHECK(parsed("").guests.empty());
    CHECK(parsed("guests:").guests.empty());
    CHECK(
        parsed("guests: [{name: a, gpu: {enabled: false, access_mode: virtio}}]")
            .guests.front()
            .access == Access::none
    );
}

TEST_CASE("every key of a guest arrives", "[policy][guests]") {
    const Guest guest = parsed(R"(
guests:
  - name: vr.1
    kind: container
    level: system
    gpu:
      access_mode: passthrough
      compute_percent: 70
      vulkan: graphics+compute
      operations: [2d, passthrough]
      requests_per_second: 7
      devices: ["0000:03:00.0", amdgpu]
    drives_outputs: true
    outputs: [DP-1]
    inputs: [/dev/input/event3, "/dev/input/by-path/pci-0000:00:14.0-usb-0:1:1.0-event-kbd"]
    seat: socket
    uinput: true
    serials: [/dev/ttyUSB0]
    network: host
    image: example.org/desktop:1
    command: [sh, -c, "a\nb"]
    memory_mb: 4096
    cpus: 4
)")
                            .guests.front();
    CHECK(guest.level == Level::system);
    CHECK(guest.access == Access::passthrough);
    CHECK(guest.allowance.compute_percent == 70);
    CHECK(guest.allowance.vulkan == Vulkan::graphics_and_compute);
    CHECK(guest.allowance.operations == Operations{Operation::draw_2d, Operation::passthrough});
    CHECK(guest.allowance.requests_per_second == 7);
    CHECK(guest.gpus == std::vector<std::string>{"0000:03:00.0", "amdgpu"});
    CHECK(guest.drives_outputs);
    CHECK(guest.outputs == std::vector<std::string>{"DP-1"});
    CHECK(guest.inputs.size() == 2);
    CHECK(guest.seat == SeatSource::socket);
    CHECK(guest.uinput);
    CHECK(guest.serials == std::vector<std::string>{"/dev/ttyUSB0"});
    CHECK(guest.network == Network::host);
    CHECK(guest.image == "example.org/desktop:1");
    CHECK(guest.command == std::vector<std::string>{"sh", "-c", "a\nb"});
    CHECK(guest.memory_bytes == 4096 * mib);
    CHECK(guest.cpus == 4);
}

TEST_CASE("a description only lowers what its level grants, and says so", "[policy][guests]") {
    const auto guests = parsed(R"(
guests:
  - name: a
    level: low
    gpu: {vram_limit_mb: 4096, compute_percent: 90, vulkan: full, operations: [2d, encode], requests_per_second: 99999999, allow_compute: true}
  - name: b
    gpu: {allow_vulkan: true}
)");
    const Guest& guest = guests.guests.front();
    const Levels levels;
    CHECK(within(guest.allowance, levels[Level::low]));
    CHECK(guest.allowance.vram_bytes == 256 * mib);
    CHECK(guest.allowance.compute_percent == 25);
    CHECK(guest.allowance.vulkan == Vulkan::graphics);
    CHECK(guest.allowance.operations == Operations{Operation::draw_2d});
    CHECK(guest.allowance.requests_per_second == levels[Level::low].requests_per_second);
    REQUIRE(guests.notes.size() == 7);
    CHECK(
        guests.notes.front() ==
        "g.yaml:5:26: guests[0].gpu.vram_limit_mb: more than the level low grants; 256 MiB holds"
    );
    CHECK(guests.notes.back().contains("guests[1].gpu.allow_vulkan"));
}

TEST_CASE("levels of the same file raise what they grant", "[policy][guests]") {
    const auto guests = parsed(R"(
levels:
  low: {vram_limit_mb: 400, operations: [2d, 3d, decode, encode]}
guests:
  - {name: a, level: low, gpu: {vram_limit_mb: 390, operations: [encode]}}
)");
    CHECK(guests.guests.front().allowance.vram_bytes == 390 * mib);
    CHECK(guests.guests.front().allowance.operations == Operations{Operation::encode});
    CHECK(guests.levels[Level::low].vram_bytes == 400 * mib);
    CHECK(guests.levels[Level::low].compute_percent == 25);
    CHECK(guests.notes.empty());
}

TEST_CASE("a bad guests file is refused with file, line and key", "[policy][guests]") {
    const auto [yaml, message] = GENERATE(
        table<std::string, std::string>({
            {"guests: [{kind: vm}]", "g.yaml:1:10: guests[0]: \"name\" is missing"},
            {"guests:\n  - name: -x", "g.yaml:2:11: guests[0].name: expected letters"},
            {"guests: [{name: ../x}]", "guests[0].name: expected letters"},
            {"guests: [{name: a, levle: low}]",
             "g.yaml:1:20: guests[0].levle: unknown key; did you mean \"level\"?"},
            {"guests: [{name: a, gpu: {vram_limit: 3}}]",
             "guests[0].gpu.vram_limit: unknown key; did you mean \"vram_limit_mb\"?"},
            {"guests:\n  - name: a\n    level: lo",
             "g.yaml:3:12: guests[0].level: expected untrusted, low, medium, high or system, got "
             "\"lo\""},
            {"guests: [{name: a, gpu: {vram_limit_mb: -1}}]",
             "guests[0].gpu.vram_limit_mb: expected a whole number from 0 to 16777216 MiB, got "
             "\"-1\""},
            {"guests: [{name: a, gpu: {enabled: yes}}]", "expected true or false"},
            {"guests: [{name: a}, {name: a}]",
             "g.yaml:1:28: guests[1].name: \"a\" is described twice"},
            {"guests: [{name: a, gpu: {access_mode: passthrough}}]",
             "g.yaml:1:39: guests[0].gpu.access_mode: passthrough needs the level system, not "
             "untrusted"},
            {"guests: [{name: a, level: system, gpu: {access_mode: passthrough, operations: "
             "[2d]}}]",
             "passthrough is not among its operations"},
            {"guests: [{name: a, kind: application, uinput: true}]",
             "guests[0].uinput: an application has no seat"},
            {"guests: [{name: a, drives_outputs: true, gpu: {enabled: false}}]",
             "guests[0].drives_outputs: it needs a GPU"},
            {"guests: [{name: a, network: lan}]", "guests[0].network: "},
            {"guests: [{name: a, kind: vm, network: host}]",
             "guests[0].network: a virtual machine has a network of its own or none"},
            {"guests: [{name: a, outputs: [DP-1]}]", "they need drives_outputs: true"},
            {"guests: [{name: a, inputs: [/dev/input/../mem]}]",
             "guests[0].inputs[0]: expected a path below /dev/input/"},
            {"guests: [{name: a, serials: [/dev/]}]", "expected a path below /dev/"},
            {"guests: [{name: a, serials: [\"/dev/a\\nb\"]}]", "expected a path below /dev/"},
            {"guests: [{name: a, image: \"a\\nb\"}]", "expected text on one line"},
            {"levels: {low: {vram_limit_mb: 1}}",
             "g.yaml:1:31: levels.low.vram_limit_mb: less than the level untrusted grants"},
            {"levels: {high: {operations: [2d, 3d, decode, encode, compute, passthrough]}}",
             "levels.high.operations: passthrough is for the level system only"},
            {"levels: {huge: {}}", "levels.huge: unknown key"},
            {"guests: {name: a}", "guests: expected a list of mappings, got a mapping"},
            {"guests: [a]", "guests[0]: expected a mapping"},
            {"guests: [{name: &x a}]", "anchors"},
            {"guests: [", "not valid YAML"},
        })
    );
    CAPTURE(yaml);
    const auto error = error_of(yaml);
    CAPTURE(error);
    CHECK(
        error.starts_with("g.yaml:1:") + error.starts_with("g.yaml:2:") +
            error.starts_with("g.yaml:3:") ==
        1
    );
    CHECK(error.contains(message));
}

TEST_CASE("all faults of a file are told at once", "[policy][guests]") {
    const auto error = error_of("guests:\n  - level: x\n  - name: b\n    cpus: 0\n");
    CHECK(std::ranges::count(error, '\n') == 2);
}

TEST_CASE("guests.yaml and guests.d are read together", "[policy][guests]") {
    const test::TemporaryFolder folder;
    CHECK(load_all_guests(folder.path())->guests.empty());
    (void)folder.write("guests.yaml", "levels: {low: {vram_limit_mb: 300}}\nguests: [{name: a}]\n");
    (void)folder.write("guests.d/2.yaml", "guests: [{name: c, level: low}]\n");
    (void)folder.write(
        "guests.d/1.yaml",
        "levels: {low: {vram_limit_mb: 310}}\nguests: [{name: b, level: low, gpu: {vram_limit_mb: "
        "900}}]\n"
    );
    (void)folder.write("guests.d/.2.yaml", "nonsense");
    (void)folder.write("guests.d/3.yaml~", "nonsense");
    const auto all = load_all_guests(folder.path());
    REQUIRE(all);
    REQUIRE(all->guests.size() == 3);
    CHECK(all->guests[1].name == "b");
    CHECK(all->guests[1].allowance.vram_bytes == 310 * mib);
    CHECK(all->guests[2].allowance.vram_bytes == 300 * mib);
    CHECK(all->notes.size() == 1);

    (void)folder.write("guests.d/4.yaml", "guests: [{name: a}]\n");
    CHECK(load_all_guests(folder.path()).error().message.contains("4.yaml: guest \"a\""));
    (void)folder.write("guests.d/4.yaml", "guests: 3");
    CHECK(load_all_guests(folder.path()).error().message.contains("4.yaml:1:9: guests: expected"));
}

TEST_CASE("a guests file that others may write is not believed", "[policy][guests]") {
    const test::TemporaryFolder folder;
    (void)folder.write("guests.yaml", "guests: [{name: a}]\n");
    const auto path = folder.path() / "guests.yaml";
    REQUIRE(load_guests(path));
    REQUIRE(chmod(path.c_str(), 0646) == 0);
    CHECK(load_guests(path).error().message.contains("others may write to it"));
    REQUIRE(chmod(path.c_str(), 0644) == 0);
    if (geteuid() == 0) {
        REQUIRE(chown(path.c_str(), 1, 0) == 0);
        CHECK(load_guests(path).error().message.contains("belongs to user 1"));
    }
    CHECK(load_guests(folder.path()).error().message.contains("not a regular file"));
    CHECK(load_guests(folder.path() / "nothing").error().message.contains("cannot be opened"));
}

TEST_CASE("the folder of guests files follows the base directories", "[policy][guests]") {
    std::map<std::string, std::string> set;
    const auto folder = [&] {
        return guests_folder([&](const char* name) {
            const auto found = set.find(name);
            return found == set.end() ? nullptr : found->second.c_str();
        });
    };
    CHECK(folder().empty());
    set["HOME"] = "/home/a";
    CHECK(folder() == "/home/a/.config/exwm-vr");
    set["XDG_CONFIG_HOME"] = "relative";
    CHECK(folder() == "/home/a/.config/exwm-vr");
    set["XDG_CONFIG_HOME"] = "/c";
    CHECK(folder() == "/c/exwm-vr");
}

} // namespace
} // namespace exwm_vr::policy
