// SPDX-License-Identifier: MIT
// A host and guests that plans are made for in tests.
#pragma once

#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/plan.hpp"

#include <string>
#include <utility>
#include <vector>

namespace exwm_vr::launch::samples {

using policy::Access;
using policy::Guest;
using policy::Level;
using policy::Operation;
using policy::SeatSource;
using policy::Vulkan;

inline policy::Allowance allowance(Level level) {
    return policy::Levels()[level];
}

inline Node
node(const std::string& path, std::uint32_t major, std::uint32_t minor, std::uint32_t gid) {
    const auto* const subsystem = major == 226   ? "drm"
                                  : major == 13  ? "input"
                                  : major == 188 ? "tty"
                                                 : "misc";
    return {.path = path, .subsystem = subsystem, .major = major, .minor = minor, .gid = gid};
}

/// Where each program can hold its guests to their GPU memory.
inline void hand_dmem_on(Host& host) {
    using policy::Starter;
    host.mechanisms.dmem_controller = true;
    host.mechanisms.dmem_for = {Starter::daemon, Starter::podman, Starter::scope};
}

/// An AMD GPU with two outputs, of which all can be given away, and a second one of Intel's.
inline Host host() {
    Host host;
    host.kernel = Version{{7, 2, 12}};
    host.user = "anna";
    host.home = "/home/anna";
    host.groups = {20, 44, 104, 108};
    host.subuids = {{.first = 100000, .count = 65536}};
    host.subgids = {{.first = 100000, .count = 65536}};
    host.roots_ids.uids = {all_of_incus};
    host.roots_ids.gids = {all_of_incus};
    host.mechanisms.cpu_max = true;
    host.mechanisms.memory_max = true;
    host.mechanisms.processors = 8;
    host.systemd = true;
    HostGpu amd;
    amd.device = {
        .bus = "pci-0000:03:00.0",
        .name = "Navi 23",
        .driver = "amdgpu",
        .card = "/dev/dri/card1",
        .render = "/dev/dri/renderD129",
        .boot_display = true,
        .connectors = {{.name = "DP-1", .connected = true}, {.name = "HDMI-A-1"}}
    };
    amd.card = node("/dev/dri/card1", 226, 1, 44);
    amd.card->stable_name = "/dev/dri/by-path/pci-0000:03:00.0-card";
    amd.render = node("/dev/dri/renderD129", 226, 129, 108);
    amd.render->stable_name = "/dev/dri/by-path/pci-0000:03:00.0-render";
    amd.iommu_group = 14;
    amd.group = {
        {.address = "0000:03:00.0", .device_class = 0x030000, .driver = "amdgpu"},
        {.address = "0000:03:00.1", .device_class = 0x040300, .driver = "snd_hda_intel"}
    };
    amd.vram_regions = {"drm/0000:03:00.0/vram"};
    HostGpu intel;
    intel.device = {
        .bus = "pci-0000:00:02.0",
        .driver = "i915",
        .card = "/dev/dri/card0",
        .render = "/dev/dri/renderD128",
        .connectors = {{.name = "eDP-1", .connected = true}}
    };
    intel.card = node("/dev/dri/card0", 226, 0, 44);
    intel.render = node("/dev/dri/renderD128", 226, 128, 108);
    host.gpus = {amd, intel};
    host.inputs = {node("/dev/input/event3", 13, 67, 104), node("/dev/input/event4", 13, 68, 104)};
    host.inputs[0].stable_name = "/dev/input/by-path/pci-0000:00:14.0-usb-0:1:1.0-event-kbd";
    host.serials = {node("/dev/ttyUSB0", 188, 0, 20)};
    host.uinput = node("/dev/uinput", 10, 223, 104);
    host.seat_socket = "/run/seatd.sock";
    host.seat_socket_gid = 44;
    host.qemu.version = Version{{11, 1, 2}};
    host.qemu.devices = {
        {"virtio-gpu-pci", {"blob", "hostmem"}},
        {"virtio-gpu-gl-pci", {"blob", "hostmem", "venus", "drm_native_context"}},
    };
    host.qemu.displays = {"none", "egl-headless"};
    host.qemu.has_kvm = true;
    host.virglrenderer = Version{{1, 3, 0}};
    host.render_server = "/usr/libexec/virgl_render_server";
    host.firmware = "/usr/share/ovmf/OVMF.fd";
    return host;
}

inline Wishes wishes(const std::string& name = "browser") {
    return {
        .wayland_socket = "/run/user/1000/exwm-vr/clients/" + name,
        .guest_groups = {{"video", 44}, {"render", 106}, {"input", 104}, {"dialout", 20}},
    };
}

inline Guest guest(const std::string& name, Guest::Kind kind, Level level) {
    Guest guest;
    guest.name = name;
    guest.kind = kind;
    guest.level = level;
    guest.allowance = allowance(level);
    guest.image = kind == Guest::Kind::virtual_machine ? "/srv/disk.qcow2" : "localhost/exwm-vr:1";
    return guest;
}

struct Sample {
    Guest guest;
    Wishes wishes;
    Host host;
};

/// One of each shape that somebody would want.
inline std::vector<Sample> all() {
    std::vector<Sample> samples;
    const auto add = [&](Guest guest, Wishes wishes = {}) -> Sample& {
        return samples.emplace_back(Sample{std::move(guest), std::move(wishes), host()});
    };
    const auto groups = Wishes{.guest_groups = wishes().guest_groups};

    auto desk = guest("desk", Guest::Kind::container, Level::high);
    desk.drives_outputs = true;
    desk.seat = SeatSource::socket;
    desk.gpus = {"amdgpu"};
    add(desk, groups);

    auto seat = guest("seat-2", Guest::Kind::container, Level::high);
    seat.drives_outputs = true;
    seat.seat = SeatSource::devices;
    seat.gpus = {"amdgpu"};
    seat.outputs = {"DP-1", "HDMI-A-1"};
    seat.inputs = {"/dev/input/event3", "/dev/input/event4"};
    seat.command = {"exwm-vr", "--", "foot", "-e", "echo 50% of $HOME it's"};
    add(seat, groups).host.uid = 0;
    samples.back().host.user = "root";

    auto board = guest("board", Guest::Kind::container, Level::medium);
    board.gpus = {"amdgpu"};
    board.serials = {"/dev/ttyUSB0"};
    board.uinput = true;
    board.memory_bytes = 2ULL << 30U;
    board.cpus = 2;
    board.network = policy::Network::own;
    hand_dmem_on(add(board, groups).host);

    auto two = guest("two", Guest::Kind::container, Level::medium);
    two.gpus = {"amdgpu", "i915"};
    hand_dmem_on(add(two, groups).host);
    samples.back().host.groups = {};
    samples.back().host.selinux = true;

    auto radio = guest("radio", Guest::Kind::container, Level::untrusted);
    radio.network = policy::Network::host;
    add(radio);

    add(guest("ci", Guest::Kind::container, Level::untrusted));

    auto browser = guest("browser", Guest::Kind::application, Level::low);
    browser.command = {"firefox", "--no-remote"};
    browser.memory_bytes = 1ULL << 30U;
    add(browser, wishes());

    // Root's, with a window on somebody's desktop, whose socket is not root's.
    auto kiosk = guest("kiosk", Guest::Kind::application, Level::low);
    auto& by_root = add(kiosk, wishes("kiosk")).host;
    by_root.uid = 0;
    by_root.user = "root";
    by_root.home = "/root";
    by_root.subuids = by_root.roots_ids.uids;
    by_root.subgids = by_root.roots_ids.gids;

    auto flat = guest("flat", Guest::Kind::virtual_machine, Level::untrusted);
    flat.serials = {"/dev/ttyUSB0"};
    add(flat);
    auto thin = guest("thin", Guest::Kind::virtual_machine, Level::untrusted);
    thin.network = policy::Network::own;
    add(thin);
    for (const auto* mode : {"virgl", "venus", "native-context"}) {
        add(guest(mode, Guest::Kind::virtual_machine, Level::medium)).wishes.mode = mode;
    }
    auto vr = guest("vr", Guest::Kind::virtual_machine, Level::system);
    vr.access = Access::passthrough;
    vr.gpus = {"pci-0000:03:00.0"};
    vr.memory_bytes = 8ULL << 30U;
    vr.cpus = 6;
    vr.network = policy::Network::own;
    add(vr);
    return samples;
}

} // namespace exwm_vr::launch::samples
