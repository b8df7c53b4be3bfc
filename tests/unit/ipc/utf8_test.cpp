// SPDX-License-Identifier: MIT
#include "ipc/utf8.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace utf8 = exwm_vr::ipc::utf8;

TEST_CASE("every Unicode character is well-formed, and no surrogate is", "[ipc][utf8]") {
    int wrong = 0;
    for (char32_t c = 0; c <= 0x110000; ++c) {
        std::string text;
        const bool scalar = c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
        if (utf8::append(text, c) != scalar || text.empty() == scalar) {
            ++wrong;
        } else if (scalar && (utf8::find_invalid(text) || utf8::repaired(text) != text)) {
            ++wrong;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("ill-formed UTF-8 is found where it begins", "[ipc][utf8]") {
    CHECK_FALSE(utf8::find_invalid(""));
    CHECK_FALSE(utf8::find_invalid("plain ä € 𝄞"));
    CHECK(utf8::find_invalid("ab\xff") == 2);
    CHECK(utf8::find_invalid("\xc0\xaf") == 0);         // overlong
    CHECK(utf8::find_invalid("\xe0\x9f\xbf") == 0);     // overlong
    CHECK(utf8::find_invalid("x\xed\xa0\x80") == 1);    // surrogate
    CHECK(utf8::find_invalid("\xf4\x90\x80\x80") == 0); // above U+10FFFF
    CHECK(utf8::find_invalid("\xf5\x80\x80\x80") == 0);
    CHECK(utf8::find_invalid("a\xe2\x82") == 1); // cut short
    CHECK(utf8::find_invalid("\x80") == 0);
}

TEST_CASE("ill-formed parts are replaced one by one", "[ipc][utf8]") {
    CHECK(
        utf8::repaired(
            "a\xff"
            "b"
        ) == "a\xef\xbf\xbd"
             "b"
    );
    CHECK(utf8::repaired("\xe2\x82") == "\xef\xbf\xbd"); // one cut character
    CHECK(
        utf8::repaired(
            "\xe2\x82"
            "A"
        ) == "\xef\xbf\xbd"
             "A"
    );
    CHECK(utf8::repaired("\xed\xa0\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    CHECK(utf8::repaired("\xf0\x9f\x98") == "\xef\xbf\xbd");
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second), 'z'};
            const std::string repaired = utf8::repaired(text);
            REQUIRE_FALSE(utf8::find_invalid(repaired));
            REQUIRE(repaired.ends_with('z'));
        }
    }
}

TEST_CASE("clipping cuts no character in two", "[ipc][utf8]") {
    const std::string text = "aä€𝄞";
    CHECK(utf8::clipped(text, 100) == text);
    for (std::size_t size = 0; size <= text.size(); ++size) {
        const auto clipped = utf8::clipped(text, size);
        CHECK(clipped.size() <= size);
        CHECK(clipped.size() + 4 > size);
        CHECK_FALSE(utf8::find_invalid(clipped));
        CHECK(text.starts_with(clipped));
    }
    CHECK(utf8::clipped("\x80\x80\x80\x80\x80\x80", 5).size() <= 5); // not even text
}
