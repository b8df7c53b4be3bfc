// SPDX-License-Identifier: MIT
// Parts of GPUs: those of NVIDIA's for containers, mediated devices for machines.
#include "launch_samples.hpp"
#include "passthrough/launch/read_host.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>

namespace exwm_vr::launch {
namespace {

using samples::guest;
using samples::Guest;
using samples::Level;

constexpr const char* uuid = "4b20d080-1b54-4048-85b3-a6a62d165c01";

Host with_parts() {
    auto host = samples::host();
    host.parts = {
        {.kind = GpuPart::Kind::mediated, .name = uuid, .iommu_group = 41},
        {.kind = GpuPart::Kind::instance,
         .name = "MIG-7",
         .nvidia_nodes = {"/dev/nvidia0", "/dev/nvidiactl"}},
    };
    return host;
}

std::string error_of(const Guest& guest) {
    const auto planned = plan(guest, with_parts());
    return planned ? std::string("planned") : planned.error().message;
}

TEST_CASE("parts: a container gets an instance of NVIDIA's by its name, and no other GPU") {
    auto one = guest("one", Guest::Kind::container, Level::medium);
    one.gpus = {"MIG-7"};
    const auto planned = plan(one, with_parts());
    REQUIRE(planned);
    CHECK(planned->mode == Mode::node);
    CHECK(planned->devices.empty());
    for (const auto format : {Format::podman, Format::docker, Format::quadlet}) {
        const auto emission = emit(format, *planned);
        REQUIRE(emission);
        CHECK(emission->documents.front().text.contains("nvidia.com/gpu=MIG-7"));
    }
    one.gpus = {"MIG-8"};
    CHECK(error_of(one).contains("there is no MIG-8 in NVIDIA's specifications"));
    // Without an output it is printed, and no engine finds it.
    CHECK(error_of(one).ends_with("'nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml'"));
    CHECK(emit(Format::cdi, *planned).error().message.contains("cdi generate --output="));
    one.gpus = {uuid};
    CHECK(error_of(one).contains("only a virtual machine can have"));
    // Who may not draw by a GPU gets no part of one.
    auto flat = guest("flat", Guest::Kind::container, Level::untrusted);
    flat.gpus = {"MIG-7"};
    const auto without = plan(flat, with_parts());
    REQUIRE(without);
    CHECK(without->nvidia.empty());
}

TEST_CASE("parts: a machine is given a mediated device, in the words of QEMU and libvirt") {
    auto one = guest("one", Guest::Kind::virtual_machine, Level::system);
    one.access = policy::Access::passthrough;
    one.gpus = {uuid};
    const auto planned = plan(one, with_parts());
    REQUIRE(planned);
    CHECK(planned->mode == Mode::vfio);
    CHECK(planned->pci.empty());
    const auto qemu = emit(Format::qemu, *planned);
    REQUIRE(qemu);
    CHECK(qemu->documents.front().text.contains(
        std::string("vfio-pci,sysfsdev=/sys/bus/mdev/devices/") + uuid
    ));
    const auto libvirt = emit(Format::libvirt, *planned);
    REQUIRE(libvirt);
    CHECK(libvirt->documents.front().text.contains(
        "<hostdev mode='subsystem' type='mdev' model='vfio-pci'>"
    ));
    CHECK(libvirt->documents.front().text.contains(std::string("<address uuid='") + uuid + "'/>"));
    for (const auto format :
         {Format::proxmox, Format::incus, Format::crosvm, Format::cloud_hypervisor}) {
        CHECK_FALSE(emit(format, *planned));
    }
    const auto isolation =
        *std::ranges::find(planned->limits, "isolation", &policy::Limit::subject);
    CHECK(isolation.mechanism == policy::mechanism::mediated);

    one.gpus = {"4b20d080-1b54-4048-85b3-a6a62d165c02"};
    CHECK(error_of(one).contains("there is no mediated device 4b20d080"));
    one.gpus = {"MIG-7"};
    CHECK(error_of(one).contains("is a part for containers"));
    one.gpus = {uuid};
    one.access = policy::Access::shared;
    CHECK(error_of(one).contains("is given whole"));
    one.access = policy::Access::passthrough;
    one.allowance = samples::allowance(Level::medium);
    CHECK(error_of(one).contains("does not grant it a GPU of its own"));
}

TEST_CASE("parts: what a user must be allowed to for a mediated device is said before it starts") {
    auto one = guest("one", Guest::Kind::virtual_machine, Level::system);
    one.access = policy::Access::passthrough;
    one.gpus = {uuid};
    one.memory_bytes = 2ULL << 30U;
    auto host = with_parts();
    host.lockable = 8ULL << 20U;
    const auto planned = plan(one, host);
    REQUIRE(planned);
    const auto warns = [&](const Plan& plan, std::string_view text) {
        return std::ranges::any_of(plan.warnings, [&](const auto& warning) {
            return warning.contains(text);
        });
    };
    CHECK(warns(*planned, "anna must be allowed to open /dev/vfio/41"));
    CHECK(warns(*planned, "anna may lock 8 MiB of memory, and all of its 2048 MiB are locked"));
    CHECK_FALSE(warns(*planned, "vfio bind"));
    host.uid = 0;
    host.lockable.reset();
    const auto by_root = plan(one, host);
    REQUIRE(by_root);
    CHECK_FALSE(warns(*by_root, "before it starts"));
}

TEST_CASE("parts: those that the machine has are found") {
    const test::TemporaryFolder folder;
    const auto device = folder.path() / "sys/bus/mdev/devices" / uuid;
    std::filesystem::create_directories(device);
    std::filesystem::create_directories(folder.path() / "sys/kernel/iommu_groups/41");
    const gpu::Tree tree(folder.path().string());
    const std::vector<std::string> names{"amdgpu", uuid, "00000000-0000-0000-0000-000000000000"};
    CHECK(parts_of(tree, names) == std::vector<GpuPart>{{.name = uuid}});
    std::filesystem::create_symlink("../../../../kernel/iommu_groups/41", device / "iommu_group");
    CHECK(parts_of(tree, names) == std::vector<GpuPart>{{.name = uuid, .iommu_group = 41}});
}

} // namespace
} // namespace exwm_vr::launch
