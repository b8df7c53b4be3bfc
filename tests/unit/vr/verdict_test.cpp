// SPDX-License-Identifier: MIT
#include "vr/headset/known.hpp"
#include "vr/headset/verdict.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace exwm_vr::headset;

namespace {

Edid display(std::string vendor, std::uint16_t product) {
    return {
        .vendor = std::move(vendor),
        .product = product,
        .name = "Display",
        .serial = {},
        .microsoft = {},
        .primary_use = {}
    };
}

bool is_headset(const Edid& edid) {
    return judge({.edid = edid}).headset;
}

} // namespace

TEST_CASE("a display without evidence is for the desktop") {
    CHECK(judge({}) == Verdict{});
    const auto verdict = judge({.edid = display("DEL", 0x1234)});
    CHECK_FALSE(verdict.headset);
    CHECK(verdict.name == "Display");
    CHECK(verdict.evidence.empty());
}

TEST_CASE("each kind of evidence is enough") {
    CHECK(judge({.non_desktop = true}).headset);
    CHECK(is_headset(display("VLV", 0x91A8)));
    auto edid = display("XYZ", 1);
    edid.microsoft = MicrosoftBlock{.version = 2};
    CHECK(is_headset(edid));
    edid.microsoft = MicrosoftBlock{.version = 3, .desktop_use = false};
    CHECK(is_headset(edid));
    edid.microsoft = MicrosoftBlock{.version = 3, .desktop_use = true};
    CHECK_FALSE(is_headset(edid));
    edid.microsoft = MicrosoftBlock{.version = 4}; // of which nothing is known
    CHECK_FALSE(is_headset(edid));
    edid.primary_use = PrimaryUse::other;
    CHECK_FALSE(is_headset(edid));
    edid.primary_use = PrimaryUse::ar;
    CHECK(is_headset(edid));
    edid.primary_use = PrimaryUse::vr;
    CHECK(is_headset(edid));
}

TEST_CASE("a rule overrules all evidence, which is told all the same") {
    const auto desktop =
        judge({.non_desktop = true, .edid = display("HVR", 0xAA01), .rule = Use::desktop});
    CHECK_FALSE(desktop.headset);
    CHECK(desktop.name == "HTC Vive");
    CHECK(
        desktop.evidence == std::vector<std::string>{
                                "a rule says that it is for the desktop",
                                "the kernel says that it is not for the desktop",
                                "HVR aa01 is HTC Vive"
                            }
    );
    CHECK(judge({.rule = Use::headset}).headset);
}

TEST_CASE("glasses that are a monitor, too, are named, and the desktop's unless a rule says else") {
    const auto glasses = judge({.edid = display("MRG", 0x3132)});
    CHECK_FALSE(glasses.headset);
    CHECK(glasses.name == "XREAL Air");
    CHECK(judge({.edid = display("MRG", 0x3132), .rule = Use::headset}).headset);
    CHECK(judge({.edid = display("HVR", 0xAA04)}).name == "HTC Vive Pro 2");
    CHECK(judge({.edid = display("PVR", 0x101A)}).headset);
}

TEST_CASE("the table names headsets by vendor and product") {
    REQUIRE(find_known("VLV", 0x91B7) != nullptr);
    CHECK(find_known("VLV", 0x91B7)->name == "Valve Index");
    CHECK(find_known("VLV", 0x91B7)->panel == Panel{.size = {2880, 1600}, .refresh_mhz = 144'000});
    CHECK(judge({.edid = display("HVR", 0xAA01)}).panel->size == exwm_vr::Size{2160, 1200});
    CHECK(find_known("VLV", 0x91C0) == nullptr);
    CHECK(find_known("DEL", 0xAA01) == nullptr);
    for (const auto& known : known_headsets()) {
        CHECK(known.vendor.size() == 3);
        CHECK(known.first <= known.last);
        CHECK_FALSE(known.name.empty());
        CHECK((!known.panel || (!known.panel->size.empty() && known.panel->refresh_mhz > 10'000)));
    }
}
