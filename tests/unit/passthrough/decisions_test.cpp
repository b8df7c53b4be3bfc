// SPDX-License-Identifier: MIT
#include "passthrough/environment/record.hpp"
#include "passthrough/environment/summary.hpp"
#include "passthrough/start/decisions.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace exwm_vr;
using environment::State;

namespace {

const gpu::Device amd{
    .bus = "pci-0000:01:00.0",
    .name = "",
    .driver = "amdgpu",
    .card = "/dev/dri/card0",
    .render = "/dev/dri/renderD128",
    .connectors = {{.name = "DP-1", .connected = true}}
};
const gpu::Device virtio{
    .bus = "pci-0000:00:02.0",
    .name = "",
    .driver = "virtio_gpu",
    .card = "/dev/dri/card0",
    .render = "",
    .connectors = {{.name = "Virtual-1", .connected = true}}
};
const start::Plan no_plan = std::unexpected(Error{"there is no /dev/dri"});

start::Plan planned(const gpu::Device& device) {
    return gpu::Chosen{.device = &device, .reason = "it has the outputs"};
}

start::Outcome on_amd() {
    return {
        .outputs = start::Outputs::kms,
        .outputs_text = "card0 (outputs are connected)",
        .cards = {"/dev/dri/card0"},
        .renderer = start::Renderer::gles2,
        .render_node = "/dev/dri/renderD128",
        .renderer_reason = "it has the outputs",
        .software = false,
        .takes_dmabufs = true,
        .timelines = true,
    };
}

environment::Report inside(const std::string& hypervisor, const std::string& container) {
    environment::Report report;
    report.hypervisor.state = hypervisor.empty() ? State::none : State::found;
    report.hypervisor.id = hypervisor;
    report.containers.state = container.empty() ? State::none : State::found;
    report.sandboxes.state = State::none;
    if (!container.empty()) {
        report.containers.layers.push_back({.id = container, .signs = {}});
    }
    return report;
}

start::Decision about(const std::vector<start::Decision>& all, const std::string& subject) {
    const auto found = std::ranges::find(all, subject, &start::Decision::subject);
    REQUIRE(found != all.end());
    return *found;
}

bool warns(const std::vector<start::Decision>& all) {
    return std::ranges::any_of(all, &start::Decision::warns);
}

} // namespace

TEST_CASE("A GPU that draws as planned is no matter of concern") {
    const auto all = start::decisions(inside("", ""), std::array{amd}, planned(amd), on_amd());
    CHECK_FALSE(warns(all));
    CHECK(about(all, "environment").choice == "the machine itself");
    CHECK(about(all, "outputs").choice == "KMS");
    CHECK(about(all, "renderer").choice == "gles2 on /dev/dri/renderD128");
    CHECK(about(all, "buffers").choice == "dmabuf and shared memory");
    CHECK(about(all, "synchronization").choice == "explicit, where clients want it");
    CHECK(about(all, "leases").choice == "headsets on /dev/dri/card0");
    CHECK(about(all, "leases").reason == "KMS leases what is plugged in there");
}

TEST_CASE("A renderer that is not the planned one is reported") {
    SECTION("the CPU in its place") {
        auto outcome = on_amd();
        outcome.renderer = start::Renderer::pixman;
        outcome.render_node.clear();
        outcome.software = true;
        outcome.renderer_reason = "gles2 failed on /dev/dri/renderD128";
        const auto all = start::decisions(inside("", ""), std::array{amd}, planned(amd), outcome);
        const auto renderer = about(all, "renderer");
        CHECK(renderer.warns);
        CHECK(renderer.choice == "pixman, drawn by the CPU");
        CHECK(
            renderer.reason == "gles2 failed on /dev/dri/renderD128; planned was "
                               "/dev/dri/renderD128, as it has the outputs"
        );
        // Who asked for it knows.
        outcome.renderer_asked = true;
        CHECK_FALSE(
            warns(start::decisions(inside("", ""), std::array{amd}, planned(amd), outcome))
        );
    }
    SECTION("the CPU behind the GPU's name") {
        auto outcome = on_amd();
        outcome.software = true;
        const auto all = start::decisions(inside("", ""), std::array{amd}, planned(amd), outcome);
        CHECK(about(all, "renderer").warns);
    }
    SECTION("another GPU") {
        auto outcome = on_amd();
        outcome.render_node = "/dev/dri/renderD129";
        const auto all = start::decisions(inside("", ""), std::array{amd}, planned(amd), outcome);
        CHECK(about(all, "renderer").warns);
    }
}

TEST_CASE("Without a GPU nothing is promised that needs one") {
    const start::Outcome outcome{
        .outputs_text = "asked for", .renderer_reason = "there is no /dev/dri"
    };
    const auto all = start::decisions(inside("firecracker", "podman"), {}, no_plan, outcome);
    CHECK_FALSE(warns(all)); // nothing else was possible
    CHECK(about(all, "environment").choice == "podman in a virtual machine of firecracker");
    CHECK(about(all, "outputs").choice == "virtual ones alone");
    CHECK(about(all, "renderer").choice == "pixman, drawn by the CPU");
    CHECK(about(all, "buffers").choice == "shared memory alone");
    CHECK(about(all, "synchronization").choice == "implicit");
    CHECK(about(all, "leases").choice == "none");
}

TEST_CASE("A card without 3D leases headsets that no Vulkan draws on") {
    const start::Outcome outcome{
        .outputs = start::Outputs::kms,
        .outputs_text = "card0 (outputs are connected)",
        .cards = {"/dev/dri/card0"},
        .renderer_reason = "no GPU draws",
    };
    const auto all = start::decisions(inside("qemu", ""), std::array{virtio}, no_plan, outcome);
    CHECK(about(all, "leases").choice == "headsets on /dev/dri/card0");
    CHECK(
        about(all, "leases").reason == "KMS leases them, but no Vulkan draws on what virtio_gpu "
                                       "drives, which headsets' runtimes need"
    );
}

TEST_CASE("What cannot be known of a machine is not called none") {
    environment::Report report = inside("", "");
    report.hypervisor.state = State::unknown;
    CHECK(
        environment::summary_of(report) ==
        "perhaps a virtual machine, which cannot be told from here"
    );
    report.containers.state = State::unknown;
    CHECK(environment::summary_of(report).starts_with("perhaps a container"));
}

TEST_CASE("Where there is no card, what holds us is named") {
    CHECK(start::no_card_hint(inside("", "")).empty());
    CHECK(start::no_card_hint(inside("qemu", "")) == "this machine of qemu was given none");
    CHECK(start::no_card_hint(inside("qemu", "lxc")).starts_with("lxc was given none"));
}
