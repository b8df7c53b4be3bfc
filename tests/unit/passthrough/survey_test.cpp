// SPDX-License-Identifier: MIT
#include "passthrough/gpu/survey.hpp"
#include "tree_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <sys/stat.h>
#include <unistd.h>

namespace exwm_vr::gpu {
namespace {

using test::TreeFolder;
using Texts = std::vector<std::string>;

std::vector<Gpu> survey_of(const TreeFolder& folder) {
    return survey(Tree(folder.path()));
}

const Gpu& called(const std::vector<Gpu>& gpus, std::string_view name) {
    const auto* const found = find(gpus, name);
    CAPTURE(name);
    REQUIRE(found != nullptr);
    return *found;
}

TEST_CASE("survey: an AMD card, each number with where it is from") {
    const TreeFolder folder("amd-discrete");
    const auto gpus = survey_of(folder);
    REQUIRE(gpus.size() == 1);
    const auto& [device, details] = gpus[0];
    CHECK(device.bus == "pci-0000:01:00.0");
    CHECK(device.driver == "amdgpu");
    CHECK(device.card == "/dev/dri/card0");
    CHECK(device.render == "/dev/dri/renderD128");
    CHECK(device.boot_display);
    CHECK(
        device.connectors ==
        std::vector<Connector>{{.name = "DP-1", .connected = true}, {.name = "HDMI-A-1"}}
    );
    const std::string sysfs = "/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0";
    CHECK(details.sysfs == sysfs);
    CHECK(details.vendor->value == Vendor::amd);
    CHECK(details.role->value == Role::both);
    CHECK(details.pci->address == "0000:01:00.0");
    CHECK(details.pci->vendor == 0x1002);
    CHECK(details.pci->subsystem_device == 0xe445);
    CHECK(details.pci->device_class == 0x030000);
    CHECK(details.pci->revision == 0xc1);
    CHECK(details.vram_total->value == 8573157376);
    CHECK(details.vram_total->source == sysfs + "/mem_info_vram_total");
    CHECK(details.vram_used->value == 1204289536);
    CHECK(details.compute_units->value == 28);
    CHECK(details.compute_units->source.contains("nodes/1/properties"));
    CHECK(details.temperatures->value == std::vector<Reading>{{"edge", 47}, {"junction", -1}});
    CHECK(details.powers->value == std::vector<Reading>{{"PPT", 31.5}});
    CHECK(details.reset_methods->value == Texts{"bus"});
    CHECK(details.link->value.width == 8);
    CHECK(details.link->value.max_width == 16);
    CHECK_FALSE(details.numa_node);
    CHECK_FALSE(details.virtual_functions);
    CHECK(details.unread.empty());
}

TEST_CASE("survey: all of an IOMMU group, and what is only a bridge in it") {
    const TreeFolder folder("amd-discrete");
    const auto gpus = survey_of(folder);
    const auto& group = gpus.at(0).details.iommu_group->value;
    CHECK(group.number == 14);
    CHECK(group.type == "DMA-FQ");
    REQUIRE(group.members.size() == 3);
    CHECK(group.members[0].is_bridge());
    CHECK(group.members[1].driver == "amdgpu");
    CHECK(group.members[2].address == "0000:01:00.1");
    CHECK(group.members[2].device_class == 0x040300);
    CHECK(group.members[2].driver == "snd_hda_intel");
}

TEST_CASE("survey: nodes with their owners and the names that stay") {
    const TreeFolder folder("amd-discrete");
    REQUIRE(chmod(folder.at("/dev/dri/renderD128").c_str(), 0660) == 0);
    const auto gpus = survey_of(folder);
    const auto& nodes = gpus.at(0).details.nodes;
    REQUIRE(nodes.size() == 2);
    CHECK(nodes[1].path == "/dev/dri/renderD128");
    CHECK(nodes[1].by_path == "/dev/dri/by-path/pci-0000:01:00.0-render");
    CHECK(nodes[1].major == 226);
    CHECK(nodes[1].minor == 128);
    CHECK(nodes[1].present);
    CHECK(nodes[1].mode == 0660);
    CHECK(nodes[1].gid == getegid());
    CHECK(find(gpus, nodes[1].by_path) == gpus.data());
}

TEST_CASE("survey: Intel's integrated GPU and a discrete one that is split by its hardware") {
    const TreeFolder folder("intel-pair");
    const auto gpus = survey_of(folder);
    REQUIRE(gpus.size() == 3);
    const auto& integrated = called(gpus, "i915");
    CHECK(integrated.device.boot_display);
    CHECK_FALSE(integrated.details.vram_total);
    CHECK_FALSE(integrated.details.reset_methods);
    const auto& discrete = called(gpus, "xe");
    CHECK_FALSE(discrete.device.boot_display);
    CHECK(discrete.details.vram_total->value == 12884901888);
    CHECK(discrete.details.vram_total->source == "/sys/fs/cgroup/dmem.capacity");
    CHECK(discrete.details.numa_node->value == 1);
    const auto& functions = discrete.details.virtual_functions->value;
    CHECK(functions.total == 24);
    CHECK(functions.active == 2);
    CHECK(functions.functions == Texts{"0000:03:00.1", "0000:03:00.3", "0000:03:01.2"});
    // Its sensors would wake it, and its link is down.
    CHECK(discrete.details.power_state->value == "suspended");
    CHECK_FALSE(discrete.details.temperatures);
    CHECK_FALSE(discrete.details.link);
    const auto& part = called(gpus, "0000:03:00.1");
    CHECK(part.details.nodes.empty());
    CHECK(part.details.virtual_functions->value.physical == "0000:03:00.0");
    CHECK(part.details.role->value == Role::none);
    CHECK(part.details.vendor->value == Vendor::intel);
    CHECK(&gpus.back() == &part); // without nodes: last
}

TEST_CASE("survey: what NVIDIA's driver lists, and an accelerator without DRM") {
    const TreeFolder folder("nvidia");
    const auto gpus = survey_of(folder);
    REQUIRE(gpus.size() == 2);
    const auto& [device, details] = called(gpus, "nvidia");
    CHECK(device.name == "NVIDIA H100 80GB HBM3");
    CHECK(details.uuid->value == "GPU-4a5b6c7d-0000-1111-2222-333344445555");
    CHECK(details.driver_version->value == "580.126.09");
    CHECK(details.role->value == Role::renderer); // it has no connectors
    REQUIRE(details.partitions.size() == 3);
    CHECK(details.partitions[1].name == "gi1/ci0");
    CHECK(
        details.partitions[1].capability ==
        "/proc/driver/nvidia/capabilities/gpu3/mig/gi1/ci0/access"
    );
    CHECK_FALSE(details.vram_total); // no file says it
    CHECK(details.nodes.back().path == "/dev/nvidia3");
    CHECK(details.nodes.back().major == 195);
    CHECK(details.nodes.back().minor == 3);
    CHECK(details.reset_methods->value == Texts{"flr", "bus"});
    const auto& accelerator = called(gpus, "/dev/accel/accel0");
    CHECK(accelerator.device.driver == "intel_vpu");
    CHECK(accelerator.details.pci->device_class >> 8U == 0x1200);
    CHECK(accelerator.details.role->value == Role::none);
}

TEST_CASE("survey: displays and renderers of one chip belong together") {
    const TreeFolder pi("raspberry-pi-5");
    const auto gpus = survey_of(pi);
    REQUIRE(gpus.size() == 3);
    const auto& vc4 = called(gpus, "axi:gpu");
    CHECK(vc4.details.role->value == Role::display);
    CHECK(vc4.details.partners == Texts{"1002000000.v3d"});
    CHECK(vc4.details.compatible == Texts{"brcm,bcm2712-vc6"});
    CHECK(vc4.details.vendor->value == Vendor::broadcom);
    const auto& v3d = called(gpus, "v3d");
    CHECK(v3d.details.role->value == Role::renderer); // its card has no outputs
    CHECK(v3d.details.partners == Texts{"axi:gpu", "1f00130000.dsi"});
    CHECK(v3d.details.shares_memory->value);
    CHECK_FALSE(v3d.details.pci);
    CHECK_FALSE(v3d.details.vram_total);

    const TreeFolder apple("apple");
    const auto others = survey_of(apple);
    CHECK(called(others, "apple-drm").details.partners == Texts{"406400000.gpu"});
    CHECK(called(others, "asahi").details.role->value == Role::renderer);
    CHECK(called(others, "asahi").details.vendor->value == Vendor::apple);
    CHECK(called(others, "asahi").details.compatible.size() == 2);
}

TEST_CASE("survey: a Raspberry Pi whose vc4 draws itself is not split") {
    const TreeFolder folder("raspberry-pi-5");
    folder.write("/sys/devices/platform/axi/axi:gpu/drm/renderD129/dev", "226:129\n");
    folder.link("/sys/devices/platform/axi/axi:gpu/drm/renderD129/device", "../../../axi:gpu");
    folder.link("/sys/class/drm/renderD129", "../../devices/platform/axi/axi:gpu/drm/renderD129");
    const auto gpus = survey_of(folder);
    CHECK(called(gpus, "axi:gpu").details.role->value == Role::both);
    CHECK(called(gpus, "axi:gpu").details.partners.empty());
}

TEST_CASE("survey: virtio-gpu draws where that was agreed with the host") {
    const TreeFolder folder("virtio");
    const auto gpus = survey_of(folder);
    REQUIRE(gpus.size() == 2);
    CHECK(gpus[0].device.driver == "virtio_gpu");
    CHECK(gpus[0].details.vendor->value == Vendor::virtio);
    CHECK(gpus[0].details.role->value == Role::both);
    CHECK(gpus[1].device.bus == "pci-0000:00:03.0");
    CHECK(gpus[1].device.driver == "virtio_gpu");
    CHECK(gpus[1].details.role->value == Role::display);
    CHECK(gpus[1].details.role->source.contains("no 3D of the host"));
    CHECK(gpus[0].device.draws_3d == true);
    CHECK(gpus[1].device.draws_3d == false);
}

TEST_CASE("survey: a virtio-gpu that does not say whether it has 3D is tried, and said to be so") {
    const TreeFolder folder("virtio");
    const auto text = GENERATE("", "nonsense\n");
    folder.write("/sys/devices/pci0000:00/0000:00:02.0/virtio0/features", text);
    const auto gpus = survey_of(folder);
    REQUIRE(gpus.size() == 2);
    CHECK_FALSE(gpus[0].device.draws_3d);
    CHECK(gpus[0].details.role->value == Role::both);
    CHECK(gpus[0].details.role->source.contains("not known whether with 3D of the host"));
}

TEST_CASE("survey: a card that vfio-pci has is a GPU without nodes") {
    const TreeFolder folder("vfio-bound");
    const auto gpus = survey_of(folder);
    REQUIRE(gpus.size() == 1);
    CHECK(gpus[0].device.driver == "vfio-pci");
    CHECK(gpus[0].device.card.empty());
    CHECK(gpus[0].details.nodes.empty());
    CHECK(gpus[0].details.vendor->value == Vendor::nvidia);
    CHECK(gpus[0].details.iommu_group->value.members.size() == 3);
}

TEST_CASE("survey: what only pretends to be a GPU") {
    const TreeFolder folder("pretended");
    const auto gpus = survey_of(folder);
    REQUIRE(gpus.size() == 2);
    CHECK(called(gpus, "vkms").details.vendor->value == Vendor::pretended);
    CHECK(called(gpus, "vkms").details.role->value == Role::display);
    CHECK(called(gpus, "vgem").details.role->value == Role::none);
}

TEST_CASE("survey: parts that a driver makes on demand, and nodes that this /dev has not") {
    const TreeFolder folder("gvt-g");
    const auto gpus = survey_of(folder);
    REQUIRE(gpus.size() == 1);
    const auto& [device, details] = gpus[0];
    REQUIRE(details.mediated_types.size() == 2);
    CHECK(details.mediated_types[0].id == "i915-GVTg_V5_4");
    CHECK(details.mediated_types[0].available == 1);
    CHECK(details.mediated_types[1].name.empty());
    CHECK(device.card.empty());
    CHECK(device.render.empty());
    REQUIRE(details.nodes.size() == 2);
    CHECK_FALSE(details.nodes[0].present);
    CHECK(details.nodes[1].minor == 128);
}

TEST_CASE("survey: nothing at all, and a file where a folder should be") {
    const TreeFolder empty;
    CHECK(survey_of(empty).empty());
    CHECK(survey(Tree("/nonexistent/tree")).empty());
    empty.write("/sys/class/drm", "no folder");
    empty.write("/sys/bus/pci/devices", "");
    CHECK(survey_of(empty).empty());
}

TEST_CASE("survey: a hostile tree gives what is left of it, with a line for each fault") {
    const TreeFolder folder("amd-discrete");
    const std::string sysfs = "/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0";
    const auto has = [](const Gpu& gpu, std::string_view line) {
        CAPTURE(gpu.details.unread, line);
        for (const auto& one : gpu.details.unread) {
            if (one.contains(line)) {
                return true;
            }
        }
        return false;
    };
    SECTION("a device that leads in a circle") {
        folder.link("/sys/class/drm/card0", "card0");
        folder.link(sysfs + "/drm/renderD128/device", "device");
        const auto gpus = survey_of(folder);
        CHECK(gpus.size() == 2); // a node each, of no device
        CHECK(has(gpus.front(), "it leads nowhere"));
    }
    SECTION("numbers that are none") {
        folder.write(sysfs + "/mem_info_vram_total", "8 GiB\n");
        folder.write(sysfs + "/vendor", std::string("\x7f\xff\x00\x01", 4));
        folder.write(sysfs + "/revision", "0xffffffffffffffffff\n");
        const auto gpus = survey_of(folder);
        CHECK_FALSE(gpus.at(0).details.vram_total);
        CHECK(has(gpus[0], sysfs + "/mem_info_vram_total: it is no number"));
        CHECK(has(gpus[0], sysfs + "/vendor: it is no number"));
        CHECK(gpus[0].details.pci->vendor == 0);
    }
    SECTION("a huge file, one without an end, one that waits for a writer") {
        folder.write(sysfs + "/reset_method", std::string(1'000'000, 'x'));
        folder.link(sysfs + "/mem_info_vram_used", "/dev/zero");
        std::filesystem::remove(folder.at(sysfs + "/numa_node"));
        REQUIRE(mkfifo(folder.at(sysfs + "/numa_node").c_str(), 0600) == 0);
        const auto gpus = survey_of(folder);
        CHECK_FALSE(gpus.at(0).details.reset_methods);
        CHECK(has(gpus[0], sysfs + "/reset_method: it is too long"));
        CHECK(has(gpus[0], sysfs + "/mem_info_vram_used: not a regular file"));
        CHECK(has(gpus[0], sysfs + "/numa_node: not a regular file"));
    }
    SECTION("names of bytes that are no text, and nodes that are none") {
        folder.write("/sys/class/drm/card\xff\xfe", "");
        folder.write("/sys/class/drm/card7", "a file");
        folder.write("/sys/class/drm/renderD0x80", "a file");
        folder.write(sysfs + "/drm/card0/card0-\x1b[2J/status", "connected\n");
        folder.link(
            "/sys/class/drm/card0-\x1b[2J", "../.." + sysfs.substr(4) + "/drm/card0/card0-\x1b[2J"
        );
        const auto gpus = survey_of(folder);
        REQUIRE(gpus.size() == 2);
        CHECK(gpus[0].device.connectors.size() == 3);
        CHECK(has(gpus[1], "/sys/class/drm/card7/dev: it is no device number"));
    }
    SECTION("links out of the tree") {
        folder.link("/sys/class/drm/card0", "/etc");
        folder.link(sysfs + "/drm/renderD128/device", "/etc");
        const auto gpus = survey_of(folder);
        for (const auto& gpu : gpus) {
            CHECK(gpu.details.sysfs.starts_with("/sys/"));
        }
    }
    SECTION("a device that vanished") {
        std::filesystem::remove_all(folder.at(sysfs));
        const auto gpus = survey_of(folder);
        for (const auto& gpu : gpus) {
            CHECK(has(gpu, "it leads nowhere"));
            CHECK_FALSE(gpu.details.vram_total);
        }
    }
    SECTION("more devices than any machine has") {
        for (int i = 0; i < 400; ++i) {
            folder.write("/sys/class/drm/card1" + std::to_string(i) + "/dev", "226:1\n");
        }
        CHECK(survey_of(folder).size() == 256);
    }
    SECTION("a device number of another kind") {
        const auto* const text =
            GENERATE("", "226", "226:", ":0", "0xe2:0", "226:0:0", "-1:0", "99999999999:0");
        folder.write(sysfs + "/drm/card0/dev", text);
        const auto gpus = survey_of(folder);
        CHECK(has(gpus.at(0), "/sys/class/drm/card0/dev: it is no device number"));
        CHECK(gpus[0].device.card.empty());
    }
}

} // namespace
} // namespace exwm_vr::gpu
