// SPDX-License-Identifier: MIT
// What is read: files of hosts and guests, plans, and a guest compared with its plan.
#include "launch_samples.hpp"
#include "passthrough/launch/plan_json.hpp"
#include "passthrough/launch/read_host.hpp"
#include "passthrough/launch/recommend.hpp"
#include "passthrough/launch/verify.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

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
    inside.sockets = planned.sockets;
    if (planned.machine && planned.mode != Mode::none) {
        inside.gpu_drivers = {planned.mode == Mode::vfio ? "amdgpu" : "virtio_gpu"};
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
    bad.erase("mounts");
    CHECK(error(bad) == "plan.mounts is not a list");
}

TEST_CASE("host: groups, ids and properties are read from their text") {
    using Groups = std::map<std::string, std::uint32_t>;
    CHECK(
        groups_in(
            "root:x:0:\nrender:x:106:anna\nbad\nbad:x:\n:x:5:\nhuge:x:99999999999:\nvideo:x:44"
        ) == Groups{{"root", 0}, {"render", 106}, {"video", 44}}
    );
    using Ranges = std::vector<IdRange>;
    const auto* const text =
        "anna:100000:65536\n1000:300000:10\nbob:1:1\nanna:x:1\nanna:5:0\nanna:7\n";
    CHECK(ranges_in(text, "anna", 1000) == Ranges{{100000, 65536}, {300000, 10}});
    CHECK(ranges_in("", "anna", 1000).empty());
    CHECK(
        properties_in("virtio-gpu-pci options:\n  blob=<bool>  - on/off\n  venus=<bool>\nno=1\n") ==
        std::set<std::string>{"blob", "venus"}
    );
}

TEST_CASE("host: groups come from the guest's root, not from where its links lead") {
    CHECK_FALSE(groups_of_root("/nonexistent/root"));
    CHECK_FALSE(groups_of_root("/dev")); // has no etc/group
    const auto groups = groups_of_root("/");
    REQUIRE(groups);
    CHECK(groups->contains("root"));
}

TEST_CASE("recommend: each purpose has an answer with reasons, and says what is lacking") {
    for (const auto& name : purpose_names()) {
        const auto purpose = purpose_named(name);
        REQUIRE(purpose);
        CHECK(to_string(*purpose) == name);
        const auto here = recommend(*purpose, samples::host());
        CHECK(here.reasons.size() >= 2);
        CHECK(!here.command.empty());
        CHECK((here.guest.empty() || here.guest.starts_with("guests:\n  - name: ")));
    }
    CHECK_FALSE(purpose_named("nonsense"));
    CHECK(recommend(Purpose::vm_with_vr, samples::host()).obstacles.empty());
    CHECK(recommend(Purpose::vm_with_vr, Host{}).obstacles == Names{"there is no GPU"});
    CHECK(recommend(Purpose::vm_with_vr, Host{}).guest.contains("once there is one"));
    CHECK(!recommend(Purpose::untrusted_application, Host{}).obstacles.empty());
    CHECK(!recommend(Purpose::development, Host{}).obstacles.empty());
}

TEST_CASE("recommend: a machine with VR gets the GPU that the host misses least") {
    auto host = samples::host();
    const auto bus = host.gpus.front().device.bus;
    CHECK(recommend(Purpose::vm_with_vr, host).guest.contains("devices: [\"" + bus + "\"]\n"));
    auto better = host.gpus.front();
    better.device.boot_display = false;
    better.device.bus = "pci-0000:0b:00.0";
    host.gpus.push_back(better);
    CHECK(recommend(Purpose::vm_with_vr, host).guest.contains("devices: [\"pci-0000:0b:00.0\"]\n"));
    host.gpus.front().device.boot_display = false;
    host.gpus.back().not_ready = {"Xorg has it open"};
    CHECK(recommend(Purpose::vm_with_vr, host).guest.contains(bus));
}

TEST_CASE("recommend: a virtual GPU without 3D draws for nobody") {
    auto host = samples::host();
    CHECK(recommend(Purpose::desktop, host).obstacles.empty());
    for (auto& gpu : host.gpus) {
        gpu.device.draws_3d = false;
    }
    CHECK_FALSE(recommend(Purpose::desktop, host).obstacles.empty());
}

TEST_CASE("host: this machine is read without a fault") {
    const auto host = read_host({.inputs = {"/dev/null", "/nonexistent"}});
    CHECK(host.mechanisms.processors > 0);
    REQUIRE(host.kernel);
    REQUIRE(host.inputs.size() == 1);
    CHECK(host.inputs[0].major == 1);
    CHECK(host.inputs[0].minor == 3);
    const auto inside = look_inside({});
    CHECK(std::ranges::all_of(inside.nodes, [](const auto& node) {
        return node.path.starts_with("/dev/");
    }));
}

} // namespace
} // namespace exwm_vr::launch
