// SPDX-License-Identifier: MIT
// What is read of a host, and what is recommended for it.
#include "base/format.hpp"
#include "launch_samples.hpp"
#include "passthrough/launch/host_nodes.hpp"
#include "passthrough/launch/read_host.hpp"
#include "passthrough/launch/recommend.hpp"
#include "passthrough/launch/verify.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace exwm_vr::launch {
namespace {

using Names = std::vector<std::string>;

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

TEST_CASE("host: ids of others are told from the user's own, in the same text") {
    using Ranges = std::vector<IdRange>;
    const auto* const text =
        "anna:100000:65536\nbob:165536:65536\n1000:300000:10\nroot:x:1\n1001:7:1\n";
    CHECK(ranges_of_others(text, "anna", 1000) == Ranges{{165536, 65536}, {7, 1}});
    CHECK(
        ranges_of_others(text, "root", 0) ==
        Ranges{{100000, 65536}, {165536, 65536}, {300000, 10}, {7, 1}}
    );
    CHECK(ids_in("root:x:0:0::/root:\nbad\nanna:x:1000:1000::/:\n") == Ranges{{0, 1}, {1000, 1}});
}

TEST_CASE("host: a node's lasting name is the first folder's that has one") {
    const test::TemporaryFolder folder;
    const auto by_id = folder.path() / "by-id";
    const auto by_path = folder.path() / "by-path";
    std::filesystem::create_directories(by_path);
    std::filesystem::create_symlink("/dev/null", by_path / "b");
    std::filesystem::create_symlink("/dev/null", by_path / "a");
    std::filesystem::create_symlink("/dev/zero", by_path / "0");
    std::filesystem::create_symlink("nowhere", by_path / "1");
    const auto first = by_id.string();
    const auto second = by_path.string();
    const std::array folders{first.c_str(), second.c_str()};
    CHECK(lasting_name("/dev/null", folders) == second + "/a");
    CHECK(lasting_name("/dev/full", folders).empty());
    std::filesystem::create_directories(by_id);
    std::filesystem::create_symlink("/dev/null", by_id / "z");
    const auto udev = folder.path() / "udev";
    const auto name = [&] { return lasting_name("/dev/null", folders, udev.string()); };
    CHECK(name() == first + "/z"); // udev says nothing against it
    // One of a kind without numbers, whose link may be another's tomorrow.
    std::filesystem::create_directories(udev);
    const auto own = formatted("S:{}/by-id/z\n", folder.path().filename().string());
    std::ofstream(udev / "c1:3") << own;
    CHECK(name() == second + "/a");
    std::ofstream(udev / "c1:3") << own << "E:ID_SERIAL_SHORT=0001\n";
    CHECK(name() == first + "/z");
    // Another has the same number.
    std::ofstream(udev / "c188:7") << own << "E:ID_SERIAL_SHORT=0001\n";
    CHECK(name() == second + "/a");
    CHECK(lasting_name("/dev/null", std::array{first.c_str()}, udev.string()).empty());
    std::filesystem::remove_all(udev);
    CHECK(node_at("/dev/null", folders)->stable_name == first + "/z");
    const auto linked = node_at(second + "/b", folders);
    REQUIRE(linked);
    CHECK(linked->path == "/dev/null");
    CHECK(linked->stable_name == second + "/b"); // the one that was named
    CHECK_FALSE(node_at(folder.path().string(), folders));
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
    CHECK(host.inputs[0].subsystem == "mem"); // and no input device
    const auto inside = look_inside({});
    CHECK(std::ranges::all_of(inside.nodes, [](const auto& node) {
        return node.path.starts_with("/dev/");
    }));
}

} // namespace
} // namespace exwm_vr::launch
