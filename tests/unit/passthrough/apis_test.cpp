// SPDX-License-Identifier: MIT
#include "passthrough/gpu/api_probes.hpp"
#include "passthrough/gpu/apis.hpp"
#include "passthrough/gpu/survey.hpp"
#include "support/paths.hpp"
#include "tree_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <cstdlib>

namespace exwm_vr::gpu {
namespace {

const VulkanDevice discrete{
    .name = "AMD Radeon RX 6600",
    .type = "discrete",
    .version = "1.4.335",
    .driver = "radv",
    .driver_info = "Mesa 26.1.6",
    .tells_nodes = true,
    .card = "226:0",
    .render = "226:128",
    .local_bytes = 8'000'000'000,
    .compute_units = 28,
    .extensions = {"VK_EXT_physical_device_drm"},
};

TEST_CASE("apis: EGL and Vulkan of this machine answer; both draw by the CPU at least") {
    const auto apis = ask_apis();
    CHECK(apis.egl_problem.empty());
    CHECK(apis.vulkan_problem.empty());
    for (const auto& device : apis.egl) {
        UNSCOPED_INFO("EGL: " << write_egl(device));
    }
    const auto egl = std::ranges::find_if(apis.egl, &EglDevice::software);
    REQUIRE(egl != apis.egl.end());
    CAPTURE(egl->problem);
    CHECK(egl->problem.empty());
    CHECK(egl->gles.starts_with("OpenGL ES "));
    CHECK(egl->gles.contains("Mesa"));
    CHECK_FALSE(egl->renderer.empty());
    CHECK(egl->largest_texture >= 4096);
    const auto& devices = apis.vulkan.devices;
    const auto vulkan = std::ranges::find_if(devices, &VulkanDevice::software);
    REQUIRE(vulkan != devices.end());
    CHECK(vulkan->driver == "llvmpipe");
    CHECK(vulkan->driver_info.contains("Mesa"));
    CHECK(vulkan->version.starts_with("1."));
    CHECK_FALSE(vulkan->extensions.empty());
}

TEST_CASE("apis: what they said is joined to a GPU by its nodes' numbers") {
    const test::TreeFolder folder("amd-discrete");
    auto gpus = survey(Tree(folder.path()));
    REQUIRE(gpus.size() == 1);
    VulkanDevice other = discrete;
    other.card = "226:1";
    other.render = "226:129";
    const Apis apis{
        .egl = {{.card = "", .software = true}, {.render = "226:128"}},
        .vulkan = {.devices = {other, discrete}},
    };
    CHECK(vulkan_of(gpus[0], apis) == std::vector{&apis.vulkan.devices[1]});
    CHECK(egl_of(gpus[0], apis) == std::vector{&apis.egl[1]});
    // What the kernel says goes before what a driver says.
    complete(gpus, apis);
    CHECK(gpus[0].details.vram_total->value == 8573157376);
    gpus[0].details.vram_total.reset();
    gpus[0].details.compute_units.reset();
    complete(gpus, apis);
    CHECK(gpus[0].details.vram_total->value == 8'000'000'000);
    CHECK(gpus[0].details.vram_total->source.contains("Vulkan"));
    CHECK(gpus[0].details.compute_units->value == 28);
}

TEST_CASE("apis: heaps of an integrated GPU are not memory of its own") {
    const test::TreeFolder folder("gvt-g");
    auto gpus = survey(Tree(folder.path()));
    VulkanDevice integrated = discrete;
    integrated.type = "integrated";
    complete(gpus, {.vulkan = {.devices = {integrated}}});
    CHECK_FALSE(gpus.at(0).details.vram_total);
}

TEST_CASE("apis: answers survive the way between two processes, and garbage does not") {
    const VulkanAnswer answer{.extensions = {"VK_KHR_display"}, .devices = {discrete, {}}};
    CHECK(read_vulkan(write_vulkan(answer)) == answer);
    const EglDevice device{
        .card = "226:0", .gles = "OpenGL ES 3.2", .largest_texture = 16384, .problem = "none"
    };
    CHECK(read_egl(write_egl(device)) == device);
    const std::string text = GENERATE(
        "",
        "{}",
        "[]",
        R"({"extensions": 5, "devices": []})",
        R"({"extensions": [], "devices": [{}]})",
        R"({"extensions": [], "devices": [5]})"
    );
    CHECK_FALSE(read_vulkan(text));
    CHECK_FALSE(read_egl(text));
    CHECK_FALSE(read_vulkan(std::string(longest_api_text + 1, ' ')));
}

std::string fake_nvml() {
    return test::build_path("tests/unit/passthrough/libfake-nvml.so");
}

/// Says to the library that plays NVML how badly it is to do so.
class Badly {
public:
    explicit Badly(const char* how) { setenv("FAKE_NVML", how, 1); }

    Badly(const Badly&) = delete;
    Badly& operator=(const Badly&) = delete;

    ~Badly() { unsetenv("FAKE_NVML"); }
};

TEST_CASE("apis: NVML tells of NVIDIA's GPUs what the kernel does not, each by its address") {
    const auto devices = ask_nvml(fake_nvml());
    INFO((devices ? "" : devices.error().message));
    REQUIRE(devices);
    REQUIRE(devices->size() == 2); // less the one that may not be opened
    CHECK(
        devices->at(1) == NvmlDevice{
                              .address = "0000:41:00.0",
                              .memory_total = {},
                              .memory_used = {},
                              .celsius = {},
                              .watts = {}
                          }
    );
    std::vector<Gpu> gpus(2);
    gpus[0].details.pci = PciIdentity{.address = "0000:01:00.0"};
    gpus[1].details.pci = PciIdentity{.address = "0000:41:00.0"};
    gpus[0].details.vram_used = {.value = 7, .source = "the kernel"};
    complete(gpus, {.nvml = *devices});
    const auto& details = gpus[0].details;
    REQUIRE(details.vram_total);
    CHECK(details.vram_total->value == 85'520'809'984);
    CHECK(details.vram_total->source == "NVML");
    CHECK(details.vram_used->value == 7); // what is known is not changed
    REQUIRE(details.temperatures);
    CHECK(details.temperatures->value == std::vector<Reading>{{.name = "GPU", .value = 41}});
    REQUIRE(details.powers);
    CHECK(details.powers->value == std::vector<Reading>{{.name = "GPU", .value = 72.5}});
    CHECK_FALSE(gpus[1].details.vram_total);
    CHECK_FALSE(gpus[1].details.powers);
}

TEST_CASE("apis: an NVML that is not there, refuses, crashes or hangs is a sentence") {
    using std::chrono::milliseconds;
    const auto problem = [](const std::string& library, milliseconds limit) {
        const auto devices = ask_nvml(library, limit);
        return devices ? "" : devices.error().message;
    };
    constexpr milliseconds patience{60'000};
    CHECK(problem("libnothing-at-all.so.1", patience).contains("is not there"));
    {
        const Badly badly("refuses");
        CHECK(problem(fake_nvml(), patience) == "NVML: nvmlInit_v2 failed with 9");
    }
    {
        const Badly badly("forbids"); // all of them
        CHECK(
            problem(fake_nvml(), patience) == "NVML: nvmlDeviceGetHandleByIndex_v2 failed with 4"
        );
    }
    {
        const Badly badly("crashes");
        CHECK(problem(fake_nvml(), patience).starts_with("NVML was asked: "));
    }
    const Badly badly("hangs");
    CHECK(problem(fake_nvml(), milliseconds(100)).starts_with("NVML was asked: "));
}

} // namespace
} // namespace exwm_vr::gpu
