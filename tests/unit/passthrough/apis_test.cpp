// SPDX-License-Identifier: MIT
#include "passthrough/gpu/api_probes.hpp"
#include "passthrough/gpu/apis.hpp"
#include "passthrough/gpu/survey.hpp"
#include "tree_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>

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

} // namespace
} // namespace exwm_vr::gpu
