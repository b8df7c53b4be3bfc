// SPDX-License-Identifier: MIT
// Plans that are read, and a guest compared with its plan.
#include "launch_samples.hpp"
#include "passthrough/launch/nvidia_cdi.hpp"
#include "passthrough/launch/plan_json.hpp"
#include "passthrough/launch/verify.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

namespace exwm_vr::launch {
namespace {

Planned planned_of(const samples::Sample& sample) {
    const auto made = plan(sample.guest, sample.host, sample.wishes);
    REQUIRE(made);
    auto read = read_planned(json_of(*made).dump());
    REQUIRE(read);
    return std::move(*read);
}

const samples::Sample& named(const std::vector<samples::Sample>& all, const std::string& name) {
    return *std::ranges::find_if(all, [&](const auto& sample) {
        return sample.guest.name == name;
    });
}

/// A guest that is as planned.
Inside as_planned(const Planned& planned) {
    Inside inside;
    inside.in_machine = true;
    inside.in_container = !planned.machine;
    for (const auto& node : planned.nodes) {
        inside.nodes.push_back(
            {.path = node.path, .major = node.major, .minor = node.minor, .usable = true}
        );
    }
    for (const auto& path : planned.nvidia_nodes) {
        inside.nodes.push_back({.path = path, .major = 195, .usable = true});
    }
    inside.sockets = planned.sockets;
    if (planned.machine && planned.mode != Mode::none) {
        inside.gpu_drivers = {planned.mode == Mode::vfio ? "amdgpu" : "virtio_gpu"};
    }
    for (const auto& function : planned.pci) {
        inside.pci_classes.push_back(function.device_class);
    }
    inside.engine = "podman";
    inside.root_read_only = true;
    inside.rights = Inside::Rights{.no_new = true};
    inside.interfaces.emplace();
    if (planned.network != policy::Network::none) {
        inside.interfaces->emplace_back("eth0");
    }
    for (const auto& quota : planned.quotas) {
        const auto bytes = std::to_string(quota.bytes);
        switch (quota.kind) {
        case Quota::Kind::memory:
            inside.limits["memory.max"] = bytes;
            break;
        case Quota::Kind::cpu:
            inside.limits["cpu.max"] = std::to_string(quota.cpu_percent * 1000) + " 100000";
            break;
        case Quota::Kind::vram:
            inside.limits["dmem.max"] = "drm/0000:09:00.0/vram max\n" + quota.region + " " + bytes;
            break;
        case Quota::Kind::pictures:
            break;
        }
    }
    inside.variable = [planned](const std::string& name) {
        const auto found = std::ranges::find(planned.environment, name, &Variable::name);
        return found == planned.environment.end() ? std::string() : found->value;
    };
    return inside;
}

std::vector<std::string> faults(const Planned& planned, const Inside& inside) {
    std::vector<std::string> subjects;
    for (const auto& verdict : verify(planned, inside)) {
        CHECK(verdict.good == verdict.remedy.empty());
        if (!verdict.good) {
            subjects.push_back(verdict.subject);
        }
    }
    return subjects;
}

using Names = std::vector<std::string>;

TEST_CASE("verify: each guest that is as planned is found to be so") {
    for (const auto& sample : samples::all()) {
        const auto planned = planned_of(sample);
        CAPTURE(sample.guest.name);
        CHECK(planned.name == sample.guest.name);
        CHECK(faults(planned, as_planned(planned)).empty());
    }
}

TEST_CASE("verify: less, more and other than planned is found") {
    const auto all = samples::all();
    const auto planned = planned_of(named(all, "desk"));
    auto inside = as_planned(planned);
    inside.nodes[0].minor = 128;
    CHECK(faults(planned, inside) == Names{"/dev/dri/renderD129"});
    inside = as_planned(planned);
    inside.nodes[0].usable = false;
    CHECK(faults(planned, inside) == Names{"/dev/dri/renderD129"});
    inside = as_planned(planned);
    inside.nodes.clear();
    inside.sockets.clear();
    CHECK(faults(planned, inside) == Names{"/dev/dri/renderD129", "/run/seatd.sock"});
    inside = as_planned(planned);
    inside.nodes.push_back({.path = "/dev/mem", .major = 1, .minor = 1});
    inside.in_container = false;
    CHECK(faults(planned, inside) == Names{"place", "/dev/mem"});
    inside = as_planned(planned);
    inside.nodes.push_back({.path = "/dev/dri/card1", .major = 1, .minor = 3}); // null's name
    CHECK(faults(planned, inside).empty());
    inside.nodes.back() = {.path = "/dev/dri/card1", .major = 226, .minor = 1};
    CHECK(faults(planned, inside) == Names{"/dev/dri/card1"});
    inside = as_planned(planned);
    inside.variable = [](const std::string&) { return std::string("x"); };
    CHECK(faults(planned, inside).size() == planned.environment.size());

    const auto machine = planned_of(named(all, "venus"));
    inside = as_planned(machine);
    inside.gpu_drivers = {"amdgpu"};
    CHECK(faults(machine, inside) == Names{"GPU"});
}

TEST_CASE("verify: what does not hold a container as was planned is found") {
    const auto all = samples::all();
    const auto board = planned_of(named(all, "board"));
    auto inside = as_planned(board);
    inside.limits["memory.max"] = "max";
    inside.limits["cpu.max"] = "300000 100000";
    inside.limits["dmem.max"] = "drm/0000:03:00.0/vram 536870913";
    CHECK(
        faults(board, inside) == Names{"memory.max", "cpu.max", "dmem.max of drm/0000:03:00.0/vram"}
    );
    inside.limits.clear();
    CHECK(faults(board, inside).size() == 3);
    // Other managers show a container a cgroup below the one that is limited, or none.
    inside.engine = "lxc";
    CHECK(faults(board, inside).empty());
    inside.limits["memory.max"] = "max";
    CHECK(faults(board, inside).empty());
    inside.limits["memory.max"] = "9999999999";
    CHECK(faults(board, inside) == Names{"memory.max"});
    inside = as_planned(board);
    inside.limits["memory.max"] = "1000000"; // less is within it
    inside.rights = Inside::Rights{.capabilities = 1ULL << 21U, .no_new = false};
    inside.root_read_only = false;
    CHECK(faults(board, inside) == Names{"capabilities", "new privileges", "/"});
    auto with_command = board;
    with_command.has_command = true;
    for (const auto* engine : {"lxc", "systemd-nspawn"}) {
        inside.engine = engine; // whose roots are for writing to
        CHECK(faults(with_command, inside) == Names{"capabilities", "new privileges"});
        // An init, which is no program of the set-up's and has to be somebody.
        CHECK(faults(board, inside).empty());
        inside.has_init = true; // as in Proxmox' containers, which are LXC's
        CHECK(faults(with_command, inside).empty());
        inside.has_init = false;
    }
    inside.engine = "incus";
    CHECK(faults(with_command, inside).empty());
    inside.engine = "docker";
    CHECK(faults(board, inside) == Names{"capabilities", "new privileges", "/"});
    inside.engine = "lxc";
    inside.rights.reset(); // which cannot be seen
    CHECK(faults(with_command, inside).empty());

    // A quota that no setting of the engine's holds it to is not looked for.
    inside = as_planned(board);
    inside.limits.erase("dmem.max");
    CHECK(faults(board, inside) == Names{"dmem.max of drm/0000:03:00.0/vram"});
    inside.engine = "docker";
    CHECK(faults(board, inside).empty());
    auto not_handed_on = board;
    for (auto& quota : not_handed_on.quotas) {
        quota.starters.erase(policy::Starter::podman);
    }
    inside.engine = "podman";
    CHECK(faults(not_handed_on, inside).empty());

    const auto alone = planned_of(named(all, "ci"));
    inside = as_planned(alone);
    CHECK(faults(alone, inside).empty());
    inside.interfaces = Names{"eth0"};
    CHECK(faults(alone, inside) == Names{"network"});
    inside.interfaces.reset(); // which is not the same as none
    for (const auto& verdict : verify(alone, inside)) {
        CHECK(verdict.subject != "network");
    }

    const auto machine = planned_of(named(all, "vr"));
    inside = as_planned(machine);
    inside.pci_classes.pop_back(); // of the GPU's sound
    CHECK(faults(machine, inside) == Names{"0000:03:00.1"});
}

TEST_CASE("verify: sockets may be elsewhere where an init of the container's own hides /run") {
    const auto all = samples::all();
    const auto desk = planned_of(named(all, "desk"));
    auto inside = as_planned(desk);
    const auto usual = inside.variable;
    const auto moved = [&](const std::string& name) {
        return name == "SEATD_SOCK" ? std::string("/mnt/exwm-vr/seatd.sock") : usual(name);
    };
    inside.sockets = {"/mnt/exwm-vr/seatd.sock"};
    inside.variable = moved;
    CHECK(faults(desk, inside) == Names{"/run/seatd.sock", "SEATD_SOCK"});
    inside.engine = "lxc";
    CHECK(faults(desk, inside).empty());
    inside.sockets.clear();
    CHECK(faults(desk, inside) == Names{"/run/seatd.sock"});
}

TEST_CASE("verify: nodes of NVIDIA's instances are found beside those that were planned") {
    const test::TemporaryFolder folder;
    const auto caps = folder.path() / "nvidia-caps";
    std::filesystem::create_directories(caps);
    const auto node = (caps / "nvidia-cap21").string();
    // A node that leads to no device: since Linux 5.8 anybody may make one.
    REQUIRE(mknod(node.c_str(), S_IFCHR | 0600, 0) == 0);
    Inside inside;
    look_at_nodes(folder.path().string(), inside);
    REQUIRE(inside.nodes.size() == 1);
    CHECK(inside.nodes[0].path == node);

    Planned planned{.nvidia = true, .nvidia_nodes = {"/dev/nvidia-caps/nvidia-cap12"}};
    inside = as_planned(planned);
    CHECK(faults(planned, inside).empty());
    inside.nodes.push_back({.path = "/dev/nvidia-caps/nvidia-cap21", .major = 237, .minor = 21});
    CHECK(faults(planned, inside) == Names{"/dev/nvidia-caps/nvidia-cap21"});
    planned.nvidia_nodes.clear(); // it is not known which are its
    inside.nodes.erase(inside.nodes.begin());
    CHECK(faults(planned, inside).empty());
}

TEST_CASE("verify: what is no plan is an error that says why") {
    const auto all = samples::all();
    const auto made = plan(named(all, "desk").guest, samples::host(), named(all, "desk").wishes);
    REQUIRE(made);
    const auto good = json_of(*made);
    const auto error = [](const nlohmann::ordered_json& json) {
        const auto read = read_planned(json.dump());
        return read ? std::string("read") : read.error().message;
    };
    CHECK(error(good) == "read");
    CHECK(read_planned("{").error().message == "it is no JSON");
    CHECK(read_planned("[]").error().message == "it is no plan of version 1");
    auto bad = good;
    bad["version"] = 2;
    CHECK(error(bad) == "it is no plan of version 1");
    bad = good;
    bad["mode"] = "magic";
    CHECK(error(bad) == "plan.mode is \"magic\", which is none");
    bad = good;
    bad["devices"][0]["major"] = -1;
    CHECK(error(bad) == "plan.devices[0].major is not a number");
    bad = good;
    bad["devices"][0]["path"] = "/dev/../etc/shadow";
    CHECK(error(bad).contains("is no device"));
    bad = good;
    bad["network"] = "magic";
    CHECK(error(bad) == "plan.network is \"magic\", which is none");
    bad = good;
    bad["quotas"] = nlohmann::json::array({{{"kind", "memory"}, {"bytes", "many"}}});
    CHECK(error(bad) == "plan.quotas[0].bytes is not a number");
    bad = good;
    bad.erase("mounts");
    CHECK(error(bad) == "plan.mounts is not a list");
}

TEST_CASE("host: what comes with NVIDIA's specification is planned for and found") {
    const auto* const specification = R"(
cdiVersion: 0.5.0
kind: nvidia.com/gpu
devices:
  - name: GPU-1
    containerEdits:
      deviceNodes:
        - path: /dev/nvidia0
        - {path: /dev/dri/card1, hostPath: /dev/dri/card7}
  - name: GPU-2
    containerEdits:
      deviceNodes: [{path: /dev/nvidia1}]
containerEdits:
  deviceNodes: [{path: /dev/nvidiactl}, {path: /dev/nvidia0}]
)";
    const auto nodes = cdi_nodes(specification, "nvidia.com/gpu=GPU-1");
    CHECK(nodes == Names{"/dev/nvidia0", "/dev/dri/card1", "/dev/nvidiactl"});
    CHECK(cdi_nodes(specification, "nvidia.com/gpu=GPU-3").empty());
    CHECK(cdi_nodes(specification, "amd.com/gpu=GPU-1").empty());
    CHECK(cdi_nodes("{", "nvidia.com/gpu=GPU-1").empty());
    CHECK(cdi_nodes("devices: 1\nkind: nvidia.com/gpu", "nvidia.com/gpu=GPU-1").empty());

    auto here = samples::host();
    here.gpus.resize(1);
    here.gpus[0].nvidia_cdi = "nvidia.com/gpu=GPU-1";
    here.gpus[0].nvidia_nodes = nodes;
    auto one = samples::guest("one", samples::Guest::Kind::container, samples::Level::medium);
    const auto made = plan(one, here);
    REQUIRE(made);
    const auto limit = *std::ranges::find(made->limits, "nodes", &policy::Limit::subject);
    CHECK(limit.requested == "/dev/nvidia0 /dev/dri/card1 /dev/nvidiactl only");
    CHECK(limit.reason == "its /dev has no other"); // and no word of modes: there is a card
    const auto planned = read_planned(json_of(*made).dump());
    REQUIRE(planned);
    auto inside = as_planned(*planned);
    CHECK(faults(*planned, inside).empty());
    inside.nodes.pop_back();
    inside.nodes.push_back({.path = "/dev/nvidia1", .major = 195, .minor = 1});
    CHECK(faults(*planned, inside) == Names{"/dev/nvidiactl", "/dev/nvidia1"});
    // Where no specification is known, neither is what comes with it.
    here.gpus[0].nvidia_nodes.clear();
    const auto unknown = plan(one, here);
    REQUIRE(unknown);
    CHECK(
        std::ranges::find(unknown->limits, "nodes", &policy::Limit::subject)->reason ==
        "its /dev has no other"
    );
}

} // namespace
} // namespace exwm_vr::launch
