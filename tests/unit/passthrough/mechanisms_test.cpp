// SPDX-License-Identifier: MIT
#include "passthrough/policy/mechanisms.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <set>
#include <string>

namespace exwm_vr::policy {
namespace {

namespace fs = std::filesystem;

/// A tree that looks like a machine's.
class Tree {
public:
    void file(const fs::path& name, std::string_view text) { (void)folder_.write(name, text); }

    void link(const fs::path& name, const fs::path& target) {
        const auto path = folder_.path() / name;
        fs::create_directories(path.parent_path());
        fs::create_symlink(target, path);
    }

    [[nodiscard]] Mechanisms gather(const std::string& pci = {}, std::uint32_t user = 0) const {
        return policy::gather(folder_.path(), pci, user);
    }

    [[nodiscard]] std::vector<std::string> regions(const std::string& pci) const {
        return vram_regions(folder_.path(), pci);
    }

private:
    test::TemporaryFolder folder_;
};

TEST_CASE("an empty machine promises nothing", "[policy][mechanisms]") {
    const auto found = Tree{}.gather("0000:03:00.0");
    CHECK(found == Mechanisms{});
}

TEST_CASE("controllers are those that a guest of the user can have", "[policy][mechanisms]") {
    Tree tree;
    tree.file("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory dmem pids\n");
    tree.file("sys/fs/cgroup/cgroup.subtree_control", "memory dmem\n");
    tree.file(
        "sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/cgroup.controllers",
        "memory pids\n"
    );
    tree.file("sys/fs/cgroup/dmem.capacity", "drm/0000:03:00.0/vram0 8589934592\n");
    tree.file("sys/devices/system/cpu/online", "0-3,6,8-9\n");
    const auto root = tree.gather("0000:03:00.0");
    CHECK(root.cpu_max);
    CHECK(root.memory_max);
    CHECK(root.dmem_controller);
    CHECK(root.dmem_region);
    CHECK(root.processors == 7);
    const auto user = tree.gather("0000:03:00.1", 1000);
    CHECK(!user.cpu_max);
    CHECK(user.memory_max);
    CHECK(user.dmem_for == root.dmem_for); // by Incus, which root's daemon runs
    CHECK(!user.dmem_region);
    CHECK(!tree.gather("", 1001).memory_max);
    CHECK(!tree.gather("").dmem_region);
}

TEST_CASE(
    "GPU memory is counted for guests where the controller is handed on", "[policy][mechanisms]"
) {
    Tree tree;
    const fs::path cgroups = "sys/fs/cgroup";
    tree.file(cgroups / "cgroup.controllers", "cpu memory dmem\n");
    CHECK(!tree.gather().dmem_controller); // which is the machine's only
    CHECK(tree.gather().cpu_max);
    tree.file(cgroups / "cgroup.subtree_control", "memory\n");
    CHECK(!tree.gather().dmem_controller);
    using Starters = std::set<Starter>;
    tree.file(cgroups / "cgroup.subtree_control", "memory dmem\n");
    CHECK(tree.gather().dmem_controller);
    // The slice that Podman's will be made in is not there yet, or was not handed it.
    CHECK(tree.gather().dmem_for == Starters{Starter::daemon});
    tree.file(cgroups / "machine.slice/cgroup.controllers", "memory dmem\n");
    tree.file(cgroups / "machine.slice/cgroup.subtree_control", "memory\n");
    CHECK(tree.gather().dmem_for == Starters{Starter::daemon});
    tree.file(cgroups / "machine.slice/cgroup.subtree_control", "dmem\n");
    CHECK(tree.gather().dmem_for == Starters{Starter::daemon, Starter::podman});
    // What a user's systemd was given is not what its slices were, nor is root's what a user's is.
    const auto own = cgroups / "user.slice/user-1000.slice/user@1000.service";
    tree.file(own / "cgroup.controllers", "dmem\n");
    tree.file(own / "cgroup.subtree_control", "dmem\n");
    tree.file(own / "machine.slice/cgroup.subtree_control", "dmem\n");
    CHECK(tree.gather("", 1000).dmem_for == Starters{Starter::daemon});
    tree.file(own / "user.slice/cgroup.subtree_control", "dmem\n");
    CHECK(tree.gather("", 1000).dmem_for == Starters{Starter::daemon, Starter::podman});
    tree.file(own / "app.slice/cgroup.subtree_control", "dmem\n");
    CHECK(
        tree.gather("", 1000).dmem_for == Starters{Starter::daemon, Starter::podman, Starter::scope}
    );
    tree.file(own / "cgroup.subtree_control", "memory\n");
    CHECK(tree.gather("", 1000).dmem_for == Starters{Starter::daemon});
}

TEST_CASE("a GPU's memory has the names that its driver gave it", "[policy][mechanisms]") {
    Tree tree;
    tree.file("sys/fs/cgroup/cgroup.controllers", "dmem\n");
    tree.file(
        "sys/fs/cgroup/dmem.capacity",
        "drm/0000:03:00.0/vram 1\ndrm/0000:04:00.0/vram0 2\ndrm/0000:04:00.0/vram1 2\n"
        "drm/0000:04:00.0/mapped 3\ndrm/0000:05:00.0/mapped 4\ndrm/0000:06:00.0/vram"
    );
    CHECK(tree.regions("0000:03:00.0") == std::vector<std::string>{"drm/0000:03:00.0/vram"});
    CHECK(
        tree.regions("0000:04:00.0") ==
        std::vector<std::string>{"drm/0000:04:00.0/vram0", "drm/0000:04:00.0/vram1"}
    );
    CHECK(tree.regions("0000:05:00.0").empty());
    CHECK(!tree.gather("0000:05:00.0").dmem_region);
    CHECK(tree.regions("0000:06:00.0").empty()); // a line that was cut off
    CHECK(tree.regions("").empty());
    CHECK(tree.regions("../..").empty());
}

TEST_CASE("the first version of cgroups limits nothing here", "[policy][mechanisms]") {
    Tree tree;
    tree.file("sys/fs/cgroup/cpu/cpu.shares", "1024\n");
    tree.file("sys/fs/cgroup/unified/cgroup.controllers", "\n");
    CHECK(!tree.gather().cpu_max);
    tree.file("sys/fs/cgroup/unified/cgroup.controllers", "cpu\n");
    CHECK(tree.gather().cpu_max);
}

TEST_CASE("the quotas of a GPU's part are found from the part", "[policy][mechanisms]") {
    Tree tree;
    const fs::path devices = "sys/bus/pci/devices";
    tree.link(devices / "0000:03:00.2/physfn", "../0000:03:00.0");
    tree.link(devices / "0000:03:00.0/virtfn0", "../0000:03:00.1");
    tree.link(devices / "0000:03:00.0/virtfn1", "../0000:03:00.2");
    tree.file(devices / "0000:03:00.0/sriov_admin/vf1/profile/vram_quota", "0\n");
    CHECK(tree.gather("0000:03:00.2").partition);
    CHECK(!tree.gather("0000:03:00.2").vram_quota);
    tree.file(devices / "0000:03:00.0/sriov_admin/vf2/profile/vram_quota", "0\n");
    CHECK(tree.gather("0000:03:00.2").vram_quota);
    CHECK(!tree.gather("0000:03:00.2").exec_quantum);
    tree.file(devices / "0000:03:00.0/sriov_admin/vf2/profile/exec_quantum_ms", "0\n");
    CHECK(tree.gather("0000:03:00.2").exec_quantum);
    CHECK(!tree.gather("0000:03:00.0").partition);
    CHECK(!tree.gather("0000:03:00.0").vram_quota);
    CHECK(!tree.gather("0000:03:00.2").iommu);
    tree.link(devices / "0000:03:00.2/iommu_group", "../../../../kernel/iommu_groups/7");
    CHECK(!tree.gather("0000:03:00.2").iommu); // of which nothing is there
    tree.file("sys/kernel/iommu_groups/7/type", "DMA\n");
    CHECK(tree.gather("0000:03:00.2").iommu);
}

TEST_CASE("a hostile tree is survived", "[policy][mechanisms]") {
    Tree tree;
    const fs::path devices = "sys/bus/pci/devices";
    tree.link("sys/fs/cgroup/cgroup.controllers", "cgroup.controllers");
    tree.link(devices / "0000:03:00.0/physfn", "../0000:03:00.0");
    tree.link(devices / "0000:03:00.0/virtfn0", "virtfn0");
    tree.file(
        "sys/devices/system/cpu/online", "9-3,99999999999999999999,-," + std::string(1 << 20, '0')
    );
    tree.link("sys/fs/cgroup/dmem.capacity", "/dev/zero");
    const auto found = tree.gather("0000:03:00.0");
    CHECK(!found.cpu_max);
    CHECK(!found.vram_quota);
    CHECK(found.processors == 1);
    CHECK(!tree.gather("../../etc").iommu);
    CHECK(!tree.gather(std::string("a\0b", 3)).iommu);
}

TEST_CASE("this machine can be asked", "[policy][mechanisms]") {
    CHECK(gather("/", "", 0).processors >= 1);
}

} // namespace
} // namespace exwm_vr::policy
