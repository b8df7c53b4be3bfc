// SPDX-License-Identifier: MIT
#include "passthrough/gpu/choose.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace exwm_vr::gpu {
namespace {

Device device(const std::string& driver, const std::string& card, const std::string& render) {
    Device made;
    made.driver = driver;
    made.bus = "pci-0000:0" + std::to_string(driver.size()) + ":00.0";
    made.card = card.empty() ? "" : "/dev/dri/" + card;
    made.render = render.empty() ? "" : "/dev/dri/" + render;
    return made;
}

Device with_output(Device made, bool connected = true) {
    made.connectors.push_back({.name = "DP-1", .connected = connected});
    return made;
}

std::vector<std::string> cards(const std::vector<Device>& devices, const Wish& wish = {}) {
    std::vector<std::string> names;
    const auto chosen = choose_cards(devices, wish);
    if (!chosen) {
        return {chosen.error().message};
    }
    for (const auto& card : *chosen) {
        names.push_back(card.device->card);
    }
    return names;
}

std::string renderer(
    const std::vector<Device>& devices, const Wish& wish = {}, const Device* primary = nullptr
) {
    const auto chosen = choose_renderer(devices, wish, primary);
    return chosen ? chosen->device->render : chosen.error().message;
}

using Names = std::vector<std::string>;

TEST_CASE("a virtual GPU whose host does not draw for it does not draw", "[gpu]") {
    auto virtual_gpu = with_output(device("virtio_gpu", "card0", "renderD128"));
    CHECK(renderer({virtual_gpu}, {}, &virtual_gpu) == "/dev/dri/renderD128"); // not known
    virtual_gpu.draws_3d = true;
    CHECK(renderer({virtual_gpu}, {}, &virtual_gpu) == "/dev/dri/renderD128");
    virtual_gpu.draws_3d = false;
    const std::string none = "/dev/dri/renderD128 is virtio_gpu without 3D of its host";
    CHECK(renderer({virtual_gpu}, {}, &virtual_gpu) == none);
    CHECK(renderer({virtual_gpu}) == none);
    // Another one may, and so may the CPU for who wants a renderer by name.
    const auto real = device("amdgpu", "", "renderD129");
    CHECK(renderer({virtual_gpu, real}, {}, &virtual_gpu) == "/dev/dri/renderD129");
    CHECK(renderer({virtual_gpu}, {.by_cpu = true}, &virtual_gpu) == "/dev/dri/renderD128");
    const Wish asked{.render = "virtio_gpu", .render_by = "the config"};
    CHECK(renderer({virtual_gpu}, asked, &virtual_gpu) == "/dev/dri/renderD128");
    // It shows pictures all the same.
    CHECK(cards({virtual_gpu}) == Names{"/dev/dri/card0"});
}

TEST_CASE("cards with outputs are opened, the boot display first", "[gpu]") {
    auto boot = with_output(device("i915", "card1", "renderD129"));
    boot.boot_display = true;
    const std::vector devices{
        with_output(device("amdgpu", "card0", "renderD128")),
        boot,
        device("nvidia-drm", "card2", "renderD130"), // no connectors
        device("panfrost", "", "renderD131")
    };
    CHECK(cards(devices) == Names{"/dev/dri/card1", "/dev/dri/card0"});
}

TEST_CASE("a card without a monitor is opened later, unless it is the only one", "[gpu]") {
    auto boot = with_output(device("i915", "card0", "renderD128"), false);
    boot.boot_display = true;
    const std::vector devices{boot, with_output(device("amdgpu", "card1", "renderD129"))};
    const auto chosen = choose_cards(devices, {});
    REQUIRE(chosen);
    REQUIRE(chosen->size() == 2);
    CHECK(chosen->front().device->card == "/dev/dri/card1");
    CHECK_FALSE(chosen->front().later);
    CHECK(chosen->back().later);
    CHECK(chosen->back().reason == "opened once something is plugged in");
    const auto only = choose_cards(std::span(devices).first(1), {});
    REQUIRE(only);
    CHECK_FALSE(only->front().later);
    // Who asks for a card gets it.
    const auto asked = choose_cards(devices, {.cards = {"i915"}, .cards_by = "the config"});
    REQUIRE(asked);
    CHECK_FALSE(asked->front().later);
}

TEST_CASE("of two cards without a boot display the one with a monitor is the first", "[gpu]") {
    const std::vector devices{
        with_output(device("i915", "card0", "renderD128"), false),
        with_output(device("amdgpu", "card1", "renderD129"))
    };
    CHECK(cards(devices) == Names{"/dev/dri/card1", "/dev/dri/card0"});
}

TEST_CASE("virtual devices' and other seats' cards are left alone", "[gpu]") {
    auto other = with_output(device("amdgpu", "card1", "renderD129"));
    other.seat = "seat1";
    const std::vector devices{with_output(device("vkms", "card0", "renderD128")), other};
    CHECK(
        cards(devices) == Names{"no card drives outputs on seat0; there are /dev/dri/card0, "
                                "/dev/dri/renderD128, /dev/dri/card1, /dev/dri/renderD129"}
    );
    CHECK(cards(devices, {.seat = "seat1"}) == Names{"/dev/dri/card1"});
    CHECK(
        cards({with_output(device("faux_driver", "card0", ""))}) ==
        Names{"no card drives outputs; there are /dev/dri/card0"}
    );
    CHECK(cards({}) == Names{"no card drives outputs; there are no DRM devices"});
}

TEST_CASE("cards that are asked for are taken in that order, also virtual ones", "[gpu]") {
    const std::vector devices{
        with_output(device("amdgpu", "card0", "renderD128")),
        with_output(device("vkms", "card1", "")),
        device("panfrost", "", "renderD131")
    };
    Wish wish{.cards = {"vkms", "/dev/dri/card0", "/dev/dri/card1"}, .cards_by = "the config"};
    CHECK(cards(devices, wish) == Names{"/dev/dri/card1", "/dev/dri/card0"});
    wish.cards = {"/dev/dri/card7"};
    CHECK(
        cards(devices, wish) ==
        Names{"the config asks for the card /dev/dri/card7, but there are /dev/dri/card0, "
              "/dev/dri/renderD128, /dev/dri/card1, /dev/dri/renderD131"}
    );
    wish.cards = {"panfrost"};
    CHECK(
        cards(devices, wish) ==
        Names{"the config asks for the card panfrost, which drives no outputs"}
    );
}

TEST_CASE("the outputs' own GPU draws", "[gpu]") {
    const std::vector devices{
        device("amdgpu", "card0", "renderD128"), with_output(device("i915", "card1", "renderD129"))
    };
    CHECK(renderer(devices, {}, &devices.back()) == "/dev/dri/renderD129");
    CHECK(renderer(devices) == "/dev/dri/renderD128"); // headless
}

TEST_CASE("a display controller's pictures are drawn by the GPU beside it", "[gpu]") {
    const std::vector devices{
        with_output(device("rockchip-drm", "card0", "")), device("panfrost", "card1", "renderD128")
    };
    CHECK(renderer(devices, {}, &devices.front()) == "/dev/dri/renderD128");
}

TEST_CASE("vgem and vkms never draw unasked", "[gpu]") {
    const std::vector devices{
        device("vgem", "card0", "renderD128"), device("amdgpu", "card1", "renderD129")
    };
    CHECK(renderer(devices) == "/dev/dri/renderD129");
    CHECK(renderer({devices.front()}) == "/dev/dri/renderD128 is vgem, which is no GPU");
    CHECK(renderer({}) == "there is no DRM device");
    CHECK(renderer({device("simpledrm", "card0", "")}) == "no device has a render node");
}

TEST_CASE("what is asked for draws, by node, bus or driver", "[gpu]") {
    const std::vector devices{
        device("i915", "card0", "renderD128"),
        device("amdgpu", "card1", "renderD129"),
        device("simpledrm", "card2", "")
    };
    const auto asked = [&](const std::string& name) {
        return renderer(devices, {.render = name, .render_by = "the config"}, &devices.front());
    };
    CHECK(asked("/dev/dri/renderD129") == "/dev/dri/renderD129");
    CHECK(asked("0000:06:00.0") == "/dev/dri/renderD129");
    CHECK(asked("pci-0000:06:00.0") == "/dev/dri/renderD129");
    CHECK(asked("amdgpu") == "/dev/dri/renderD129");
    CHECK(asked("simpledrm") == "the config asks for simpledrm, which has no render node");
    CHECK(asked("xe").starts_with("the config asks for the render node xe, but there are"));
}

TEST_CASE("a device that was given away is chosen for nothing", "[gpu]") {
    const std::vector devices{
        with_output(device("i915", "card0", "renderD128")),
        with_output(device("amdgpu", "card1", "renderD129")),
    };
    const Wish wish{.without = {devices[0].bus}};
    CHECK(cards(devices, wish) == Names{"/dev/dri/card1"});
    CHECK(renderer(devices, wish) == "/dev/dri/renderD129");
    auto asked = wish;
    asked.cards = {"card0", "amdgpu"};
    CHECK(cards(devices, asked) == Names{"/dev/dri/card1"});
    asked.cards = {"card0"};
    asked.cards_by = "the config";
    CHECK(cards(devices, asked) == Names{"no card that the config asks for may be used"});
    CHECK(
        cards(devices, {.without = {devices[0].bus, devices[1].bus}}).front().starts_with("no card")
    );
    asked.render = "i915";
    asked.render_by = "the config";
    CHECK(renderer(devices, asked) == "the config asks for i915, which may not be used");
}

TEST_CASE("devices are found by any of their names", "[gpu]") {
    const std::vector devices{
        device("i915", "card0", "renderD128"), device("v3d", "", "renderD129")
    };
    for (const auto* name :
         {"i915",
          "card0",
          "/dev/dri/card0",
          "/dev/dri/renderD128",
          "pci-0000:04:00.0",
          "0000:04:00.0"}) {
        CHECK(find_device(devices, name) == devices.data());
    }
    CHECK(find_device(devices, "") == nullptr);
    CHECK(find_device(devices, "card1") == nullptr);
}

} // namespace
} // namespace exwm_vr::gpu
