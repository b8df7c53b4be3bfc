// SPDX-License-Identifier: MIT
#include "tests/unit/vr/edid_bytes.hpp"
#include "vr/headset/edid.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace exwm_vr;
using namespace exwm_vr::headset;
using namespace exwm_vr::headset::test;

namespace {

Edid must(const Bytes& bytes) {
    const auto edid = read_edid(bytes);
    if (!edid) {
        FAIL(edid.error().message);
    }
    return *edid;
}

/// A display with one extension.
Edid with(const Bytes& extension) {
    return must(joined({base_block("XYZ", 1, "Some", 1), extension}));
}

} // namespace

TEST_CASE("an EDID says who made the display and what it is called") {
    const auto edid = must(base_block("HVR", 0xAA01, "Vive", 0));
    CHECK(edid.vendor == "HVR");
    CHECK(edid.product == 0xAA01);
    CHECK(edid.name == "Vive");
    CHECK(edid.serial == "S-0007");
    CHECK_FALSE(edid.microsoft);
    CHECK_FALSE(edid.primary_use);
}

TEST_CASE("Microsoft's block is found among others") {
    const Bytes other{3U << 5U | 5, 0x03, 0x0C, 0x00, 0x10, 0x00}; // HDMI's
    const auto edid = with(cta_extension(joined({other, microsoft_block(3, 0x40)})));
    CHECK(edid.microsoft == MicrosoftBlock{.version = 3, .desktop_use = true});
    CHECK(
        with(cta_extension(microsoft_block(1, 0x40))).microsoft ==
        MicrosoftBlock{.version = 1, .desktop_use = false}
    );
}

TEST_CASE("what is not Microsoft's block is none") {
    auto short_one = microsoft_block(1, 0);
    short_one.pop_back();
    short_one[0] -= 1;
    CHECK_FALSE(with(cta_extension(short_one)).microsoft);
    auto other_vendor = microsoft_block(1, 0);
    other_vendor[1] ^= 1;
    CHECK_FALSE(with(cta_extension(other_vendor)).microsoft);
    // Its length leads out of the data blocks, or out of the extension.
    auto long_one = cta_extension(microsoft_block(1, 0));
    long_one[2] = 20;
    CHECK_FALSE(with(block({long_one.begin(), long_one.end() - 1})).microsoft);
    CHECK_FALSE(with(block({2, 3, 0xFF, 0, 3U << 5U | 31})).microsoft);
}

TEST_CASE("DisplayID 2.0 says what a display is for") {
    CHECK(with(displayid_extension(7)).primary_use == PrimaryUse::vr);
    CHECK(with(displayid_extension(8)).primary_use == PrimaryUse::ar);
    CHECK(with(displayid_extension(4)).primary_use == PrimaryUse::other);
}

TEST_CASE("what is no EDID is an error") {
    CHECK_FALSE(read_edid({}));
    CHECK_FALSE(read_edid(Bytes(128, 0)));
    auto cut = base_block("HVR", 1, "Vive", 0);
    cut.pop_back();
    const auto error = read_edid(cut);
    REQUIRE_FALSE(error);
    CHECK(error.error().message == "an EDID has a multiple of 128 bytes, not 127");
}
